use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{probe, process, server::Server, stats::Summary};

/// The run itself went wrong: there is nothing to report.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Promises that were broken, and what was healed as the protocol has it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Check {
    /// Never acknowledged, or acknowledged and never delivered, or not stored.
    pub lost: u64,
    /// Delivered, stored or acknowledged twice.
    pub duplicates: u64,
    /// Not in the order of sending.
    pub disorder: u64,
    /// Not what was sent.
    pub altered: u64,
    /// Frames that nobody had a reason to send.
    pub unexpected: u64,
    /// Allowed: refused for now and sent again, or pushed again by the sweep.
    pub repeated: u64,
    /// Allowed: not pushed and pulled instead.
    pub gaps: u64,
}

impl Check {
    pub fn ok(&self) -> bool {
        self.lost + self.duplicates + self.disorder + self.altered + self.unexpected == 0
    }

    pub fn add(&mut self, other: &Self) {
        self.lost += other.lost;
        self.duplicates += other.duplicates;
        self.disorder += other.disorder;
        self.altered += other.altered;
        self.unexpected += other.unexpected;
        self.repeated += other.repeated;
        self.gaps += other.gaps;
    }
}

/// One JSON object.
pub struct Report {
    ok: bool,
    fields: Map<String, Value>,
}

impl Report {
    pub fn new(scenario: &str, options: &impl Serialize, server: &Server) -> Self {
        let mut report = Self { ok: true, fields: Map::new() };
        report.set("scenario", scenario);
        report.set("generator_version", env!("CARGO_PKG_VERSION"));
        report.set("server_version", &server.version);
        report.set("options", options);
        report.set("cores", process::cores());
        report.set("kernel", process::kernel());
        report
    }

    pub fn set(&mut self, name: &str, value: impl Serialize) {
        // Only maps with other keys than text fail here.
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.fields.insert(name.to_owned(), value);
    }

    pub fn judge(&mut self, check: &Check) {
        self.ok &= check.ok();
        self.set("check", check);
    }

    /// A bound that has to hold.
    pub fn require(&mut self, holds: bool) {
        self.ok &= holds;
    }

    pub fn ok(&self) -> bool {
        self.ok
    }

    pub fn print(mut self, as_json: bool) -> Result<(), Failure> {
        let ok = self.ok;
        self.set("ok", ok);
        if as_json {
            println!("{}", serde_json::to_string(&self.fields)?);
        } else {
            for (name, value) in &self.fields {
                println!("{name}: {value}");
            }
        }
        Ok(())
    }
}

/// What surrounds a measurement: processor time, memory, disk and load.
pub struct Surroundings {
    pid: Option<u32>,
    fsync: Summary,
    load: Option<[f64; 3]>,
    rss: Option<u64>,
    server_cpu: Option<f64>,
    generator_cpu: Option<f64>,
}

impl Surroundings {
    pub fn now(server: &Server) -> Result<Self, Failure> {
        let fsync = probe::fsync(&server.folder)?;
        let pid = server.pid();
        Ok(Self {
            pid,
            fsync,
            load: process::load_average(),
            rss: pid.and_then(process::rss_kib),
            server_cpu: pid.and_then(process::cpu_seconds),
            generator_cpu: process::cpu_seconds(std::process::id()),
        })
    }

    /// Writes down what changed since, over `seconds` and `operations`. Returns the generator's share of a core.
    pub fn record(
        self,
        report: &mut Report,
        server: &Server,
        seconds: f64,
        operations: u64,
    ) -> Result<f64, Failure> {
        let server_cpu = difference(self.pid.and_then(process::cpu_seconds), self.server_cpu);
        let generator_cpu = difference(process::cpu_seconds(std::process::id()), self.generator_cpu);
        let each = |cpu: f64| crate::stats::ratio(cpu * 1e6, operations as f64);
        let share = |cpu: f64| crate::stats::ratio(cpu, seconds);
        report.set(
            "server",
            json!({
                "cpu_us_per_operation": server_cpu.map(each),
                "cpu_of_a_core": server_cpu.map(share),
                "rss_idle_start_kib": server.rss_idle_kib,
                "rss_before_kib": self.rss,
                "rss_after_kib": self.pid.and_then(process::rss_kib),
            }),
        );
        report.set(
            "generator",
            json!({
                "cpu_us_per_operation": generator_cpu.map(each),
                "cpu_of_a_core": generator_cpu.map(share),
                "rss_after_kib": process::rss_kib(std::process::id()),
            }),
        );
        report.set("load_average", json!({"before": self.load, "after": process::load_average()}));
        report.set("fsync_ms", json!({"before": self.fsync, "after": probe::fsync(&server.folder)?}));
        Ok(generator_cpu.map_or(0.0, share))
    }
}

fn difference(after: Option<f64>, before: Option<f64>) -> Option<f64> {
    Some(after? - before?)
}
