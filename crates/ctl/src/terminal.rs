//! The desk as a terminal uses it: opened, logged in when needed, long work followed to its end.

use std::{path::PathBuf, sync::Arc, time::Duration};

use daybook_api::{
    ApiError, CancelJob, Command, ErrorCode, GetJob, JobId, JobStarted, JobState, JobStatus, Login, Session, Stage,
};
use daybook_desk::{desk::Desk, host::SystemHost};
use serde::de::DeserializeOwned;

use crate::{
    args::Args,
    exit::Failure,
    output::{Output, ProgressLine},
    secrets::Secrets,
};

/// How often long work is asked how far it is.
const POLL: Duration = Duration::from_millis(50);

/// A terminal in front of one desk.
pub struct Terminal {
    desk: Arc<Desk>,
    /// How results are printed.
    pub output: Output,
    /// Where passwords come from.
    pub secrets: Secrets,
    user: Option<String>,
}

impl Terminal {
    /// Opens the desk's folder.
    pub fn new(args: &Args, output: Output) -> Result<Self, Failure> {
        let home = args.home.clone().or_else(usual_home);
        let home = home.ok_or_else(|| Failure::Usage("Say where the desk's folder is: --home DIR.".to_owned()))?;
        let secrets = Secrets::from(args.password_fd)?;
        let desk = Desk::open(&home, Arc::new(SystemHost))?;
        Ok(Self { desk, output, secrets, user: args.user.clone() })
    }

    /// Runs a command.
    pub async fn request<C: Command>(&self, command: C) -> Result<C::Response, Failure> {
        Ok(self.desk.request(command).await?)
    }

    /// Logs in, asking for the password.
    pub async fn login(&self) -> Result<Session, Failure> {
        match self.desk.stage() {
            Stage::FirstRun => {
                Err(ApiError::new(ErrorCode::NoHospital, "This folder has no hospital yet: init or join.").into())
            }
            Stage::ConfirmRecovery | Stage::Locked | Stage::Open => {
                let password = self.secrets.ask("Password")?;
                self.login_with(self.user.clone().unwrap_or_default(), &password).await
            }
        }
    }

    /// Logs in with a password that is known already.
    pub async fn login_with(&self, user: String, password: &str) -> Result<Session, Failure> {
        self.request(Login { user, password: password.to_owned() }).await
    }

    /// Who was named on the command line.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// Follows a job to its end; Ctrl+C asks it to stop.
    pub async fn finish<T: DeserializeOwned>(&self, job: JobStarted) -> Result<T, Failure> {
        self.follow(job, |_| ()).await
    }

    /// The same, showing each status to `look`.
    pub async fn follow<T: DeserializeOwned>(
        &self,
        started: JobStarted,
        mut look: impl FnMut(&JobStatus),
    ) -> Result<T, Failure> {
        let mut line = ProgressLine::new();
        let mut interrupted = Interrupted::No;
        loop {
            let status = self.request(GetJob { job: started.job.clone() }).await?;
            look(&status);
            line.show(&status.note, status.done, status.total);
            match status.state {
                JobState::Finished { result } => return read_result(result),
                JobState::Failed { error } => return Err(error.into()),
                JobState::Running => {}
            }
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {
                    if interrupted == Interrupted::Yes {
                        return Err(ApiError::new(ErrorCode::Cancelled, "Stopped, without waiting for the work to end.").into());
                    }
                    interrupted = Interrupted::Yes;
                    self.cancel(&started.job).await?;
                }
                () = tokio::time::sleep(POLL) => {}
            }
        }
    }

    async fn cancel(&self, job: &JobId) -> Result<(), Failure> {
        self.output.aside("\nStopping …");
        self.request(CancelJob { job: job.clone() }).await.map(|_| ())
    }

    /// Closes the database and forgets the keys.
    pub fn close(&self) {
        self.desk.lock();
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Interrupted {
    No,
    Yes,
}

fn read_result<T: DeserializeOwned>(result: serde_json::Value) -> Result<T, Failure> {
    serde_json::from_value(result)
        .map_err(|_| ApiError::new(ErrorCode::Internal, "The work is done, but its result cannot be read.").into())
}

/// `$XDG_DATA_HOME/daybook`, else `~/.local/share/daybook`.
pub fn usual_home() -> Option<PathBuf> {
    let given = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let data = given.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/share")))?;
    Some(data.join("daybook"))
}
