//! When a request is sent again, and after which delay: pure decisions, no clock and no I/O.

use std::time::Duration;

use reqwest::{StatusCode, header::HeaderMap};

/// How often and how fast a failed request is sent again.
///
/// Sent again are: a connection that could not be made or broke before the first token, and the statuses 408, 409, 429
/// and 500 to 599. A response header `x-should-retry: true` or `false` overrules the status. Nothing is sent again
/// after the first token of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// How often a request is sent again; 0 switches it off. Default: 2.
    pub max_retries: u32,
    /// Delay before the first new attempt, doubled for each further one. Default: 500 ms.
    pub initial_delay: Duration,
    /// Upper bound of the delay that we choose ourselves. Default: 8 s.
    pub max_delay: Duration,
    /// Longest delay that a server may ask for by `retry-after-ms` or `Retry-After`; when it asks for more, the error is
    /// returned at once and carries the wish. Default: 60 s.
    pub max_server_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            initial_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_server_delay: Duration::from_mins(1),
        }
    }
}

impl RetryPolicy {
    /// A policy that never sends again.
    pub fn none() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// The delay before attempt `retries_done + 2` after a connection error; `None`: give up.
    ///
    /// `jitter` lies in 0..=1 and takes up to a quarter from the delay.
    pub fn delay_after_connection_error(&self, retries_done: u32, jitter: f64) -> Option<Duration> {
        (retries_done < self.max_retries).then(|| self.own_delay(retries_done, jitter))
    }

    /// The delay before the next attempt after a response that is not a success; `None`: give up.
    pub(crate) fn delay_after_response(
        &self,
        retries_done: u32,
        status: StatusCode,
        headers: &HeaderMap,
        jitter: f64,
    ) -> Option<Duration> {
        if retries_done >= self.max_retries || !is_retryable(status, headers) {
            return None;
        }
        match server_delay(headers) {
            Some(asked) if asked > self.max_server_delay => None,
            Some(asked) => Some(asked),
            None => Some(self.own_delay(retries_done, jitter)),
        }
    }

    fn own_delay(&self, retries_done: u32, jitter: f64) -> Duration {
        let doubled = self
            .initial_delay
            .saturating_mul(2_u32.saturating_pow(retries_done));
        doubled
            .min(self.max_delay)
            .mul_f64(1.0 - 0.25 * jitter.clamp(0.0, 1.0))
    }
}

/// Whether the same request may succeed when it is sent again.
pub(crate) fn is_retryable(status: StatusCode, headers: &HeaderMap) -> bool {
    match headers
        .get("x-should-retry")
        .map(reqwest::header::HeaderValue::as_bytes)
    {
        Some(b"true") => return true,
        Some(b"false") => return false,
        _ => {}
    }
    matches!(status.as_u16(), 408 | 409 | 429 | 500..=599)
}

/// What the server asks for: `retry-after-ms`, else `Retry-After` in seconds or as a date.
///
/// A date is measured against the response's own `Date` header, so that clocks need not agree.
pub(crate) fn server_delay(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::trim)
    };
    if let Some(milliseconds) = text("retry-after-ms").and_then(|value| value.parse::<f64>().ok()) {
        return duration_from_seconds(milliseconds / 1000.0);
    }
    let after = text("retry-after")?;
    if let Ok(seconds) = after.parse::<f64>() {
        return duration_from_seconds(seconds);
    }
    let until = httpdate::parse_http_date(after).ok()?;
    let now = httpdate::parse_http_date(text("date")?).ok()?;
    Some(until.duration_since(now).unwrap_or_default())
}

fn duration_from_seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let named = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(named).collect()
    }

    fn after(
        status: u16,
        pairs: &[(&'static str, &'static str)],
        retries_done: u32,
    ) -> Option<Duration> {
        let status = StatusCode::from_u16(status).unwrap();
        RetryPolicy::default().delay_after_response(retries_done, status, &headers(pairs), 0.0)
    }

    #[test]
    fn statuses_that_are_tried_again() {
        for status in [408, 409, 429, 500, 502, 503, 529] {
            assert!(after(status, &[], 0).is_some(), "{status}");
        }
        for status in [400, 401, 403, 404, 413, 422] {
            assert_eq!(after(status, &[], 0), None, "{status}");
        }
    }

    #[test]
    fn the_servers_word_overrules_the_status() {
        assert!(after(400, &[("x-should-retry", "true")], 0).is_some());
        assert_eq!(after(500, &[("x-should-retry", "false")], 0), None);
    }

    #[test]
    fn own_delays_double_up_to_the_bound() {
        let policy = RetryPolicy {
            max_retries: 9,
            ..RetryPolicy::default()
        };
        let delays: Vec<u128> = (0..6)
            .filter_map(|done| policy.delay_after_connection_error(done, 0.0))
            .map(|delay| delay.as_millis())
            .collect();
        assert_eq!(delays, [500, 1000, 2000, 4000, 8000, 8000]);
        assert_eq!(
            policy.delay_after_connection_error(0, 1.0),
            Some(Duration::from_millis(375))
        );
        assert_eq!(policy.delay_after_connection_error(9, 0.0), None);
    }

    #[test]
    fn the_servers_delay_is_taken() {
        assert_eq!(
            after(429, &[("retry-after-ms", "20"), ("retry-after", "9")], 0),
            Some(Duration::from_millis(20))
        );
        assert_eq!(
            after(429, &[("retry-after", "1.5")], 1),
            Some(Duration::from_millis(1500))
        );
        let date = [
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT"),
        ];
        assert_eq!(after(503, &date, 0), Some(Duration::from_secs(3)));
    }

    #[test]
    fn a_delay_above_the_bound_is_an_error_now() {
        assert_eq!(after(429, &[("retry-after", "61")], 0), None);
        assert_eq!(
            server_delay(&headers(&[("retry-after", "61")])),
            Some(Duration::from_secs(61))
        );
    }

    #[test]
    fn nonsense_falls_back_to_our_own_delay() {
        for value in ["soon", "-1", "NaN", "1e400"] {
            let value = [("retry-after", value)];
            assert_eq!(
                after(429, &value, 0),
                Some(Duration::from_millis(500)),
                "{value:?}"
            );
        }
    }

    #[test]
    fn two_retries_and_no_more() {
        assert!(after(500, &[], 1).is_some());
        assert_eq!(after(500, &[], 2), None);
    }
}
