//! The house rules that a compiler does not know.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly, in its helpers too")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Who may know whom: package, and the packages of this tree that it depends on (`docs/ARCHITECTURE.md`).
const EDGES: [(&str, &[&str]); 14] = [
    ("kamachat-domain", &[]),
    ("kamachat-protocol", &["domain"]),
    ("kamachat-application", &["domain"]),
    ("kamachat-migrations", &[]),
    ("kamachat-infrastructure", &["domain", "application", "migrations"]),
    ("kamachat-realtime", &["domain", "application", "protocol"]),
    ("kamachat-web-kit", &["domain", "application", "protocol"]),
    ("kamachat-api", &["domain", "application", "realtime", "protocol", "web-kit"]),
    ("kamachat-bootstrap", &["domain", "application", "infrastructure", "realtime", "migrations"]),
    ("kamachat-web-assets", &[]),
    ("kamachat", &["bootstrap", "api", "web-kit", "web-assets"]),
    ("kamachat-client", &["protocol", "domain"]),
    ("kamachat-load", &["client"]),
    ("kamachat-fuzz", &["domain", "protocol", "realtime", "api", "client"]),
];

/// Longest source file, in lines.
const LONGEST: usize = 300;

/// Folders that are named alike wherever they are.
const FEATURES: [&str; 11] = [
    "accounts",
    "contacts",
    "groups",
    "conversations",
    "messages",
    "calls",
    "files",
    "search",
    "notifications",
    "integrations",
    "admin",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn packages() -> Vec<Value> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Source files below a folder, without what is generated or installed.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    const SKIPPED: [&str; 6] = ["target", "node_modules", "dist", "generated", "data", ".git"];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && !path.is_symlink() && !SKIPPED.contains(&name) {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "ts" || kind == "vue") {
            found.push(path);
        }
    }
}

fn folders(path: &str) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(root().join(path)) else { return BTreeSet::new() };
    let folders = entries.map(Result::unwrap).filter(|entry| entry.path().is_dir());
    folders.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[test]
fn crates_know_only_those_below_them() {
    let allowed: BTreeMap<&str, BTreeSet<String>> = EDGES
        .iter()
        .map(|(name, edges)| (*name, edges.iter().map(|edge| format!("kamachat-{edge}")).collect()))
        .collect();
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        // The tests may know everything.
        if name == "kamachat-testkit" {
            continue;
        }
        let dependencies = package["dependencies"].as_array().unwrap();
        let edges: BTreeSet<String> = dependencies
            .iter()
            .filter(|dependency| dependency["kind"] != "dev")
            .filter_map(|dependency| dependency["name"].as_str())
            .filter(|dependency| dependency.starts_with("kamachat"))
            .map(ToOwned::to_owned)
            .collect();
        let allowed = allowed.get(name).unwrap_or_else(|| panic!("{name} has no row in this table"));
        assert_eq!(&edges, allowed, "{name}");
    }
}

#[test]
fn members_inherit_the_lints_and_name_no_version_of_their_own() {
    for package in packages() {
        let manifest = fs::read_to_string(package["manifest_path"].as_str().unwrap()).unwrap();
        let name = &package["name"];
        assert!(manifest.contains("[lints]\nworkspace = true"), "{name}");
        assert!(manifest.contains("version.workspace = true"), "{name}");
        let dependencies =
            manifest.split("dependencies]").skip(1).flat_map(|section| section.lines().skip(1));
        for line in dependencies.take_while(|line| !line.starts_with("[lints")) {
            assert!(!line.contains(" = \""), "{name}: {line} belongs into the workspace's list");
        }
    }
}

#[test]
fn no_source_file_is_longer_than_a_reader_can_hold() {
    let mut files = Vec::new();
    for folder in ["crates", "apps", "migrations"] {
        sources(&root().join(folder), &mut files);
    }
    assert!(files.len() > 100);
    let lines = |file: &PathBuf| fs::read_to_string(file).unwrap().lines().count();
    let long: Vec<_> = files.iter().map(|file| (lines(file), file)).filter(|(n, _)| *n > LONGEST).collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {long:?}");
}

#[test]
fn a_feature_has_the_same_folder_in_each_layer() {
    let layer = |path: &str| -> BTreeSet<String> {
        folders(path).into_iter().filter(|name| FEATURES.contains(&name.as_str())).collect()
    };
    let application = layer("crates/application/src");
    assert!(application.len() >= 4);
    for path in ["crates/domain/src", "crates/infrastructure/src", "crates/api/src"] {
        assert_eq!(layer(path), application, "{path}");
    }
    for name in folders("crates/api/src") {
        assert!(FEATURES.contains(&name.as_str()) || name == "socket", "crates/api/src/{name}");
    }
    for name in folders("crates/domain/src") {
        assert!(FEATURES.contains(&name.as_str()), "crates/domain/src/{name}");
    }
    for name in folders("apps/web/src/features") {
        // A page of what several features let one set.
        let is_known = FEATURES.contains(&name.as_str()) || name == "settings";
        assert!(is_known, "apps/web/src/features/{name}");
    }
    for name in folders("crates/application/src") {
        let repository =
            |layer: &str| root().join(format!("crates/{layer}/src/{name}/repository.rs")).exists();
        assert_eq!(repository("application"), repository("infrastructure"), "the repository of {name}");
    }
}

#[test]
fn each_crate_says_what_it_is() {
    for package in packages() {
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap().join("src");
        let file = [folder.join("lib.rs"), folder.join("main.rs")].into_iter().find(|file| file.exists());
        let text = fs::read_to_string(file.unwrap()).unwrap();
        assert!(text.starts_with("//! "), "{}", package["name"]);
    }
}

/// Defects are for the tests alone: no program can be built with one by accident.
#[test]
fn the_docs_name_every_code_of_the_domain() {
    let docs = fs::read_to_string(root().join("docs/API.md")).unwrap();
    let mut files = Vec::new();
    sources(&root().join("crates/domain/src"), &mut files);
    let mut codes = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for said in text.split("impl Fault for ").skip(1) {
            let arms = said.split("=> \"").skip(1).filter_map(|arm| arm.split('"').next());
            codes.extend(arms.filter(|code| code.contains('.')).map(str::to_owned));
        }
    }
    assert!(codes.len() > 50, "{codes:?}");
    codes.retain(|code| !docs.contains(&format!("`{code}`")));
    assert!(codes.is_empty(), "docs/API.md does not name {codes:?}");
}

#[test]
fn no_program_holds_planted_defects() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let asks = |part: &str| package[part].to_string().contains("planted-bugs");
        let may = ["kamachat-domain", "kamachat-testkit"].contains(&name);
        assert!(may || !asks("features"), "{name} has a feature for defects");
        assert!(!asks("dependencies"), "{name} switches defects on");
        assert!(package["features"]["default"].is_null(), "{name} switches features on by default");
    }
}

#[test]
fn the_openapi_document_is_what_the_code_says() {
    let kept = fs::read_to_string(root().join("docs/openapi/kamachat.json")).unwrap();
    assert!(kept == kamachat_api::openapi::document(), "run scripts/gen-api and commit the result");
}

#[test]
fn the_default_settings_name_and_explain_every_key() {
    let settings = kamachat_bootstrap::Config::explain(&kamachat_bootstrap::Sources::default()).unwrap();
    let text = fs::read_to_string(root().join("config/default.toml")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for setting in settings {
        assert_eq!(setting.origin, "the defaults", "{}", setting.key);
        let key = setting.key.rsplit('.').next().unwrap();
        let is_key = |line: &&str| line.split(" = ").next() == Some(key);
        let at =
            lines.iter().position(is_key).unwrap_or_else(|| panic!("{} is not in the file", setting.key));
        assert!(lines[at - 1].starts_with('#'), "{} has no comment", setting.key);
    }
}
