//! `GET /verify`: the page that checks proofs and evidence in anybody's browser, complete in one file.

use std::sync::LazyLock;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::error::HttpError;

/// The page with what does not change about it.
struct Page {
    html: &'static str,
    tag: String,
    policy: String,
}

static PAGE: LazyLock<Option<Page>> = LazyLock::new(|| daybook_verify_html::page().and_then(Page::of));

pub async fn page(headers: HeaderMap) -> Result<Response, HttpError> {
    let page = PAGE.as_ref().ok_or_else(HttpError::not_found)?;
    if has(&headers, &page.tag) {
        return Ok((StatusCode::NOT_MODIFIED, page.headers()).into_response());
    }
    Ok((page.headers(), page.html).into_response())
}

/// Whether the client's own copy is this one (RFC 9110 13.1.2).
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let told = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    told.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

impl Page {
    fn of(html: &'static str) -> Option<Self> {
        let policy = daybook_verify_html::content_security_policy(html)?;
        let tag = format!("\"{}\"", hex::encode(&Sha256::digest(html)[..16]));
        // Who may show it in a frame is for a header to say alone.
        Some(Self { html, tag, policy: format!("{policy}; frame-ancestors 'none'") })
    }

    fn headers(&self) -> [(HeaderName, &str); 6] {
        [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CONTENT_SECURITY_POLICY, &self.policy),
            (CACHE_CONTROL, "no-cache"),
            (ETAG, &self.tag),
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_copy_is_known_by_its_tag() {
        let told = |value: &'static str| HeaderMap::from_iter([(IF_NONE_MATCH, HeaderValue::from_static(value))]);
        assert!(has(&told("\"a\", W/\"b\""), "\"b\"") && has(&told("*"), "\"b\""));
        assert!(!has(&told("\"a\""), "\"b\"") && !has(&HeaderMap::new(), "\"b\""));
    }
}
