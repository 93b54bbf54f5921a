//! The built `daybookctl`, from outside: what it prints, where, and the number it ends with.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use serde_json::Value;

const WORDS: &str = "violet-tractor-hums-9";

/// A desk's folder with a hospital in it.
struct Bench {
    dir: tempfile::TempDir,
}

/// How a run ended.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Bench {
    fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    fn founded() -> Self {
        let bench = Self::empty();
        let run = bench.run(&["init", "--hospital", "Kisangani General", "--code", "KGH", "--admin", "ada"], WORDS);
        assert_eq!(run.code, 0, "{}", run.stderr);
        bench
    }

    fn home(&self) -> PathBuf {
        self.dir.path().join("home")
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs with the lines of `secrets` on descriptor 0.
    fn run(&self, args: &[&str], secrets: &str) -> Run {
        run(&self.home(), args, secrets)
    }

    fn json(&self, args: &[&str]) -> Value {
        let run = self.run(&[&["--json"], args].concat(), WORDS);
        assert_eq!(run.code, 0, "{args:?}: {} {}", run.stdout, run.stderr);
        serde_json::from_str(&run.stdout).unwrap()
    }

    fn code(&self, args: &[&str]) -> i32 {
        self.run(args, WORDS).code
    }
}

fn run(home: &Path, args: &[&str], secrets: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_daybookctl"))
        .arg("--home")
        .arg(home)
        .args(["--password-fd", "0"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A run that asks for nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(secrets.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}

const CSV: &str = "given_name,surname,date_of_birth,phone\nAna,Silva,19870314,555 0101\nRui,Costa,19871341,555 0102\n";

#[test]
fn a_hospital_is_founded_filled_searched_verified_and_rebuilt() {
    let bench = Bench::empty();
    let init = bench.json(&["init", "--hospital", "Kisangani General", "--code", "KGH", "--admin", "ada"]);
    assert_eq!((init["code"].as_str(), init["desk_number"].as_u64()), (Some("KGH"), Some(1)));
    assert!(init["recovery_key"].as_str().unwrap().len() > 20);

    let file = bench.file("people.csv", CSV);
    let dry = bench.json(&["import", &file, "--dry-run"]);
    assert_eq!((dry["patients"].as_u64(), dry["entries"].as_u64()), (Some(2), Some(0)));
    let map = "given=given_name,family=surname,born=date_of_birth,phone=phone";
    let real = bench.json(&["import", &file, "--map", map]);
    assert_eq!((real["patients"].as_u64(), real["entries"].as_u64()), (Some(2), Some(1)));
    assert_eq!((real["lines"][0]["line"].as_u64(), real["lines"][0]["severity"].as_str()), (Some(3), Some("warning")));
    assert_eq!(bench.json(&["import", &file, "--map", map])["skipped"], 2);

    let found = bench.json(&["search", "--limit", "5", "ana silva"]);
    let ana = &found[0];
    let shape = ["number", "family", "given", "born", "sex", "phones"].map(|key| ana[key].to_string());
    assert_eq!(shape[1..], ["\"Silva\"", "\"Ana\"", "\"1987-03-14\"", "\"not_recorded\"", "[\"555 0101\"]"]);
    assert_eq!(bench.json(&["search", "costa"])[0]["born"], Value::Null);
    let record = bench.json(&["show", ana["number"].as_str().unwrap()]);
    assert_eq!(record["person"]["family"], "Silva");

    let verified = bench.json(&["verify"]);
    assert_eq!(verified["findings"].as_array().map(Vec::len), Some(0), "{verified}");
    assert!(verified["entries"].as_u64() > Some(1));
    let rebuilt = bench.json(&["rebuild"]);
    assert_eq!(rebuilt["before"], rebuilt["after"]);

    let imports = bench.json(&["imports"]);
    let undone = bench.json(&["undo-import", imports[0]["id"].as_str().unwrap(), "--reason", "wrong file"]);
    assert_eq!((undone["withdrawn"].as_u64(), undone["kept"].as_u64()), (Some(2), Some(0)));
    assert_eq!(bench.json(&["search", "silva"]), Value::Array(Vec::new()));

    let status = bench.json(&["status"]);
    assert_eq!((&status["online"], &status["tree_size"]), (&Value::Bool(false), &Value::from(0)));
    assert!(status["pending"].as_u64() > Some(1) && status["shared"] == 0 && status["confirmed"] == 0);
    assert!(status["root"].is_string());
    let blocks = bench.json(&["blocks"]);
    assert_eq!((&blocks["source"], blocks["rows"].as_array().map(Vec::len)), (&Value::from("no_server"), Some(0)));
    assert_eq!(bench.json(&["alarms"]), Value::Array(Vec::new()));
}

#[test]
fn who_is_here_already_and_who_is_here_twice_is_printed() {
    let bench = Bench::founded();
    let people = bench.file(
        "people.csv",
        "given,family,born,phone\nAna,Silva-Montgomery,1987-03-14,020 7946 0101\nRui,Costa,1951-11-29,020 7946 0102\n",
    );
    bench.json(&["import", &people]);
    let again = bench.file(
        "again.csv",
        "given,family,born,phone\nBo,Wang,1990-01-02,020 7946 0103\nAnna,Silva Montgomery,1987-03-14,020 7946 0101\n",
    );
    let dry = bench.json(&["import", &again, "--dry-run"]);
    let here = dry["probably_here"].as_array().unwrap();
    assert_eq!((here.len(), &here[0]["line"]), (1, &Value::from(3)), "{dry}");
    assert!(here[0]["number"].as_str().unwrap().starts_with("KGH-01-00001-"));
    assert!(here[0]["probability"].as_f64().unwrap() > 0.9 && here[0]["reasons"][0].is_string());
    let words = bench.run(&["import", &again, "--dry-run"], WORDS).stdout;
    assert!(
        words.contains("probably here already as KGH-01-00001-")
            && words.ends_with("1 probably here already, 0 probably twice in the file\n"),
        "{words}"
    );

    bench.json(&["import", &again]);
    let found = bench.run(&["--json", "duplicates", "--limit", "5"], WORDS);
    assert!(found.stderr.contains("4 records compared"), "{}", found.stderr);
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    let pairs = found.as_array().unwrap();
    let numbers: Vec<&str> =
        pairs[0]["numbers"].as_array().unwrap().iter().map(|number| number.as_str().unwrap()).collect();
    assert_eq!((pairs.len(), numbers.len()), (1, 2), "{found}");
    assert_eq!(pairs[0]["likeness"], "same_person");
    bench.json(&["patient", "not-same", numbers[0], numbers[1]]);
    assert_eq!(bench.json(&["duplicates"]), Value::Array(Vec::new()));
    assert_eq!(bench.json(&["duplicates", "--apart"]).as_array().map(Vec::len), Some(1));
    bench.json(&["patient", "maybe-same", numbers[1], numbers[0]]);
    assert_eq!(bench.json(&["duplicates"]).as_array().map(Vec::len), Some(1));

    let kept = bench.json(&["patient", "merge", numbers[0], numbers[1], "--take", "given,phones"]);
    assert_eq!((&kept["number"], &kept["merged"][0]["number"]), (&Value::from(numbers[0]), &Value::from(numbers[1])));
    assert_eq!(bench.json(&["duplicates"]), Value::Array(Vec::new()));
    let shown = bench.run(&["show", numbers[1]], WORDS).stdout;
    assert!(shown.contains(&format!("merged into  {}", numbers[0])), "{shown}");
    assert_eq!(bench.code(&["patient", "merge", numbers[0], numbers[1]]), 6);
    assert_eq!(bench.code(&["patient", "merge", numbers[0], numbers[1], "--take", "shoes"]), 2);
    assert_eq!(bench.json(&["patient", "unmerge", numbers[1]])["status"], "registered");
    assert_eq!(bench.json(&["duplicates"]).as_array().map(Vec::len), Some(1));
}

#[test]
fn each_failure_has_its_number() {
    let bench = Bench::founded();
    assert_eq!(bench.code(&["no-such-command"]), 2);
    assert_eq!(bench.code(&["import", "/nowhere.csv"]), 8);
    assert_eq!(bench.code(&["show", "KGH-01-99999-X"]), 8);
    assert_eq!(bench.code(&["sync"]), 5);
    assert_eq!(bench.code(&["init", "--hospital", "X", "--code", "XXX", "--admin", "x"]), 3);
    let file = bench.file("people.csv", "a,b\n1,2\n");
    assert_eq!(bench.code(&["import", &file]), 3);
    let file = bench.file("torn.csv", "given,family,sex\nAna\n");
    assert_eq!(bench.code(&["import", &file]), 1);
    assert_eq!(bench.run(&["login"], "wrong words\n").code, 4);
    let nowhere = bench.dir.path().join("nowhere");
    assert_eq!(run(&nowhere, &["search", "x"], WORDS).code, 8);
}

#[test]
fn with_json_a_failure_is_one_value_too() {
    let bench = Bench::founded();
    let run = bench.run(&["--json", "show", "KGH-01-99999-X"], WORDS);
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((value["error"]["code"].as_str(), value["exit_code"].as_i64()), (Some("not_found"), Some(8)));
    assert!(run.stderr.starts_with("daybookctl: "));
}

#[test]
fn a_folder_that_is_open_elsewhere_is_busy() {
    let bench = Bench::founded();
    let waits_for_a_password = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_daybookctl"));
        command.args(["--password-fd", "0", "login", "--home"]).arg(bench.home());
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    // It holds the folder while it waits; the run that looks may come first, and then it is itself in the way.
    let mut first = waits_for_a_password();
    while bench.code(&["login"]) != 6 {
        if first.try_wait().unwrap().is_some() {
            first = waits_for_a_password();
        }
    }
    drop(first.stdin.take());
    assert_eq!(first.wait().unwrap().code(), Some(2));
    assert_eq!(bench.code(&["login"]), 0);
}

#[test]
fn staff_work_under_their_own_names_and_rights() {
    let bench = Bench::founded();
    let secrets = format!("{WORDS}\nquiet-lantern-drifts-4\n");
    let added = bench.run(&["staff", "add", "anna", "--name", "Anna Mbala", "--role", "receptionist"], &secrets);
    assert_eq!(added.code, 0, "{}", added.stderr);
    assert_eq!(bench.code(&["search", "x"]), 4, "two logins: a user name is needed");
    let register =
        ["--user", "anna", "register", "--given", "Bo", "--family", "Wang", "--sex", "male", "--born", "1990"];
    let registered = bench.run(&register, "quiet-lantern-drifts-4\n");
    assert_eq!(registered.code, 0, "{}", registered.stderr);
    let refused = bench.run(&["--user", "anna", "doctor", "add", "--family", "Roth"], "quiet-lantern-drifts-4\n");
    assert_eq!(refused.code, 9);
    assert_eq!(bench.run(&["--user", "ada", "staff", "dismiss", "anna"], WORDS).code, 0);
    assert_eq!(bench.run(&["--user", "anna", "login"], "quiet-lantern-drifts-4\n").code, 4);
}

#[test]
fn a_demonstration_fills_a_hospital_and_does_so_once() {
    let bench = Bench::founded();
    let filled = bench.json(&["demo", "--patients", "40"]);
    assert_eq!((filled["patients"].as_u64(), filled["doctors"].as_u64()), (Some(40), Some(60)));
    assert!(filled["appointments"].as_u64() > Some(20));
    let again = bench.json(&["demo", "--patients", "40"]);
    assert_eq!((again["patients"].as_u64(), again["appointments"].as_u64()), (Some(0), Some(0)));
    let doctors = bench.json(&["doctor", "list"]);
    assert!(doctors.as_array().unwrap().iter().all(|doctor| !doctor["form"]["hours"].as_array().unwrap().is_empty()));
}

#[test]
fn help_says_what_a_stranger_needs() {
    let bench = Bench::empty();
    let help = bench.run(&["--help"], "").stdout;
    for word in ["--home", "--password-fd", "--json", "export-proof", "Exit codes:", "import", "DAYBOOK_HOME"] {
        assert!(help.contains(word), "{word}");
    }
    let import = bench.run(&["import", "--help"], "").stdout;
    assert!(import.contains("--dry-run") && import.contains("kin_phone") && import.contains("--strict"));
}
