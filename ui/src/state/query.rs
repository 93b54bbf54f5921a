//! What a screen knows of an answer it asked for: the last good one stays beside an error.

use std::rc::Rc;

use daybook_api::ApiError;
use yew::Reducible;

/// The state of one question to the desk.
#[derive(Debug, PartialEq)]
pub struct Query<T> {
    /// The last good answer to the present question.
    pub answer: Option<Rc<T>>,
    /// Why the newest attempt failed, if it did.
    pub error: Option<ApiError>,
    /// The question, as JSON; an answer to an older one is dropped.
    question: String,
}

impl<T> Default for Query<T> {
    fn default() -> Self {
        Self { answer: None, error: None, question: String::new() }
    }
}

/// What happens to a question.
#[derive(Debug)]
pub enum Step<T> {
    /// It is asked; another question than before drops the old answer, unless it is to stay until the new one comes.
    Ask(String, OldAnswer),
    /// It is answered.
    Answer(String, Result<T, ApiError>),
    /// Something else brought a newer answer.
    Replace(T),
}

/// What becomes of the answer to the question before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OldAnswer {
    /// It goes at once: it is about somebody else.
    Drop,
    /// It stays until the new one comes: results while typing.
    Keep,
}

impl<T> Reducible for Query<T> {
    type Action = Step<T>;

    fn reduce(self: Rc<Self>, step: Step<T>) -> Rc<Self> {
        match step {
            Step::Ask(question, old) => {
                let stays = question == self.question || old == OldAnswer::Keep;
                let answer = self.answer.clone().filter(|_| stays);
                let error = self.error.clone().filter(|_| stays);
                Rc::new(Self { answer, error, question })
            }
            Step::Answer(question, _) if question != self.question => self,
            Step::Answer(question, Ok(answer)) => {
                Rc::new(Self { answer: Some(Rc::new(answer)), error: None, question })
            }
            Step::Answer(question, Err(error)) => {
                Rc::new(Self { answer: self.answer.clone(), error: Some(error), question })
            }
            Step::Replace(answer) => {
                let question = self.question.clone();
                Rc::new(Self { answer: Some(Rc::new(answer)), error: None, question })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use daybook_api::ErrorCode;

    use super::*;

    fn run(steps: Vec<Step<u8>>) -> Rc<Query<u8>> {
        steps.into_iter().fold(Rc::new(Query::default()), |query, step| query.reduce(step))
    }

    fn ask(question: &str) -> Step<u8> {
        Step::Ask(question.into(), OldAnswer::Drop)
    }

    #[test]
    fn the_last_good_answer_stays_beside_an_error() {
        let failed = Err(ApiError::new(ErrorCode::Disk, "full"));
        let query = run(vec![ask("a"), Step::Answer("a".into(), Ok(1)), ask("a"), Step::Answer("a".into(), failed)]);
        assert_eq!(query.answer.as_deref(), Some(&1));
        assert_eq!(query.error.as_ref().unwrap().code, ErrorCode::Disk);
    }

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let query = run(vec![ask("a"), ask("b"), Step::Answer("b".into(), Ok(2)), Step::Answer("a".into(), Ok(1))]);
        assert_eq!(query.answer.as_deref(), Some(&2));
    }

    #[test]
    fn another_question_drops_the_answer_unless_it_is_to_stay() {
        let query = run(vec![ask("a"), Step::Answer("a".into(), Ok(1)), ask("b")]);
        assert_eq!(query.answer, None);
        let query = run(vec![ask("a"), Step::Answer("a".into(), Ok(1)), Step::Ask("b".into(), OldAnswer::Keep)]);
        assert_eq!(query.answer.as_deref(), Some(&1));
    }
}
