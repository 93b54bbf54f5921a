//! The verify page as it was built, for the programs that hand it out: the ledger server and the desk's window.
#![cfg_attr(test, allow(clippy::unwrap_used))]

/// What a copy of it is called.
pub const NAME: &str = "daybook-verify.html";

const PAGE: &str = include_str!(concat!(env!("OUT_DIR"), "/verify.html"));
const POLICY: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// The page, one HTML file; `None` where the program was built before it (`cargo xtask ui` builds it).
pub fn page() -> Option<&'static str> {
    (!PAGE.is_empty()).then_some(PAGE)
}

/// What a page allows itself, as its own `meta` element says: for whoever serves it, to say in a header as well.
pub fn content_security_policy(page: &str) -> Option<&str> {
    page.split_once(POLICY)?.1.split_once('"').map(|(policy, _)| policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_itself_what_it_may_do() {
        let page = "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>";
        assert_eq!(content_security_policy(page), Some("default-src 'none'"));
        assert_eq!(content_security_policy("<title>"), None);
    }

    #[test]
    fn it_was_built_and_asks_nobody_for_anything() {
        let page = page().unwrap();
        let policy = content_security_policy(page).unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("connect-src"), "{policy}");
        assert!(!policy.contains("http") && !policy.contains("unsafe-inline") && !policy.contains('*'), "{policy}");
        for outside in ["src=", "href=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
