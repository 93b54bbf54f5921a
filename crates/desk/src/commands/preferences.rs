//! How the window looks and speaks on this computer: one small file beside the database, without a word about anybody.

use std::{fs, sync::Arc};

use daybook_api::{ApiError, Preferences, SetPreferences};

use super::{field, invalid};
use crate::{
    desk::Desk,
    folder::{Folder, disk_error, write_durably},
};

/// The longest language tag kept.
const LONGEST_TAG: usize = 35;

/// Keeps it.
pub async fn set(desk: &Arc<Desk>, request: SetPreferences) -> Result<Preferences, ApiError> {
    let preferences = request.preferences;
    if !is_tag(&preferences.language) {
        return Err(invalid(vec![field("language", "This is not a language.")]));
    }
    let text = serde_json::to_vec_pretty(&preferences).map_err(|_| disk_error())?;
    write_durably(&desk.folder().preferences(), &text).map_err(|_| disk_error())?;
    Ok(preferences)
}

/// What is kept; the usual where nothing readable is.
pub fn kept(folder: &Folder) -> Preferences {
    let text = fs::read(folder.preferences()).unwrap_or_default();
    serde_json::from_slice(&text).ok().filter(|kept: &Preferences| is_tag(&kept.language)).unwrap_or_default()
}

fn is_tag(tag: &str) -> bool {
    tag.len() <= LONGEST_TAG && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use daybook_api::{ErrorCode, HomeState, SingleKeys, Theme};

    use super::*;
    use crate::testing::Bench;

    async fn shown(bench: &Bench) -> Preferences {
        bench.desk.request(HomeState {}).await.unwrap().preferences
    }

    #[tokio::test]
    async fn they_are_kept_over_a_restart_and_need_no_login() {
        let bench = Bench::empty();
        assert_eq!(shown(&bench).await, Preferences::default());
        let dark = Preferences { theme: Theme::Dark, language: "ar".into(), single_keys: SingleKeys::Off };
        bench.desk.request(SetPreferences { preferences: dark.clone() }).await.unwrap();
        let bench = bench.restart();
        assert_eq!(shown(&bench).await, dark);
    }

    #[tokio::test]
    async fn rubbish_is_refused_and_a_damaged_file_is_as_none() {
        let bench = Bench::empty();
        let odd = Preferences { language: "<script>".into(), ..Preferences::default() };
        assert_eq!(bench.refusal(SetPreferences { preferences: odd }).await, ErrorCode::Invalid);
        fs::write(bench.folder().join("preferences"), b"\xff{").unwrap();
        assert_eq!(shown(&bench).await, Preferences::default());
    }
}
