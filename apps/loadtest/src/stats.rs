use std::time::Duration;

use serde::Serialize;

/// Durations, kept one by one in microseconds: exact, four bytes each.
#[derive(Clone, Debug, Default)]
pub struct Latencies(Vec<u32>);

/// Milliseconds.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Summary {
    pub count: usize,
    pub mean: f64,
    pub p50: f64,
    pub p90: f64,
    pub p95: f64,
    pub p99: f64,
    pub p999: f64,
    pub max: f64,
}

impl Latencies {
    pub fn add(&mut self, time: Duration) {
        self.0.push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
    }

    pub fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    pub fn summary(&mut self) -> Summary {
        self.0.sort_unstable();
        let sum: u64 = self.0.iter().copied().map(u64::from).sum();
        Summary {
            count: self.0.len(),
            mean: ratio(sum as f64 / 1000.0, self.0.len() as f64),
            p50: self.quantile(0.5),
            p90: self.quantile(0.9),
            p95: self.quantile(0.95),
            p99: self.quantile(0.99),
            p999: self.quantile(0.999),
            max: self.quantile(1.0),
        }
    }

    /// The smallest value that this share of all values does not exceed (nearest rank).
    fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.max(1) - 1).map_or(0.0, |&micros| f64::from(micros) / 1000.0)
    }
}

/// `a / b` with three digits after the point, 0 for nothing.
pub fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { (a / b * 1000.0).round() / 1000.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let mut times = Latencies::default();
        (1..=100).rev().for_each(|ms| times.add(Duration::from_millis(ms)));
        let summary = times.summary();
        assert_eq!((summary.p50, summary.p99, summary.max, summary.mean), (50.0, 99.0, 100.0, 50.5));
        assert_eq!(Latencies::default().summary().p99, 0.0);
    }
}
