//! Profiles: made from wheels of the test, run, listed, made again, removed.

mod refusals;
mod wheel;

use std::{
    fs,
    num::NonZeroUsize,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
};

use ringfence_code_execution::{
    CodeExecutor, ErrorKind, ExecutionRequest, ExecutionResult,
    analysis::Policy,
    runtime::{
        self, CacheFolder, Job, NoProgress, Pack, PackBuilder, RuntimeError,
        profile::{
            self, Imports, Profile, ProfileBuilder, ProfileError, ProfileRecipe, ProfileState,
            Question, Resolution,
        },
    },
    sandbox::wasm::{WasmPackBuilder, WasmSandbox},
    sessions::Sessions,
};

use crate::support;
use wheel::Wheel;

/// A cache with the installed pack, and no profiles but the test's.
struct Place {
    folder: tempfile::TempDir,
    cache: CacheFolder,
    pack: Pack,
}

impl Place {
    /// Lies in the real cache, so that the pack's files can be linked.
    fn new() -> Self {
        let pack = support::pack();
        let folder = tempfile::tempdir_in(support::cache().path()).unwrap();
        let cache = CacheFolder::new(folder.path().join("runtime"));
        let copy = cache.path().join(pack.folder().file_name().unwrap());
        fs::create_dir_all(&copy).unwrap();
        for folder in [cache.path(), &copy] {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        }
        for entry in fs::read_dir(pack.folder()).unwrap() {
            let path = entry.unwrap().path();
            fs::hard_link(&path, copy.join(path.file_name().unwrap())).unwrap();
        }
        let pack = cache.find(&WasmPackBuilder).unwrap().unwrap();
        Self {
            folder,
            cache,
            pack,
        }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn add(&self, recipe: &ProfileRecipe) -> Result<Profile, RuntimeError> {
        with_job(|job| profile::add(&self.cache, recipe, &WasmPackBuilder, job))
    }

    fn executor(&self, profiles: &[Profile], policy: Policy) -> CodeExecutor {
        let one = NonZeroUsize::MIN;
        let sandbox = WasmSandbox::builder(&self.pack)
            .slots(one)
            .profiles(profiles)
            .open()
            .unwrap();
        let builder = CodeExecutor::builder(Arc::new(sandbox)).policy(policy);
        builder.build().unwrap()
    }

    /// Everything in the cache but its lock and the pack.
    fn left_behind(&self) -> Vec<String> {
        let entries = fs::read_dir(self.cache.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<_> = names
            .filter(|name| name != "install.lock" && !name.starts_with("cpython-"))
            .collect();
        names.sort();
        names
    }
}

fn with_job<T>(work: impl FnOnce(&Job<'_>) -> T) -> T {
    work(&Job {
        progress: &NoProgress,
        cancelled: &AtomicBool::new(false),
    })
}

fn recipe(name: &str) -> ProfileRecipe {
    ProfileRecipe::new(name).unwrap()
}

fn run(executor: &CodeExecutor, profile: &str, code: &str) -> ExecutionResult {
    let request = ExecutionRequest::new(code).profile(profile);
    support::block_on(executor.execute(request)).unwrap()
}

fn toy() -> Wheel {
    Wheel::new("toy", "1.0")
        .file(
            "toy/__init__.py",
            "import time\nloaded_at = time.monotonic_ns()\nanswer = 42\n",
        )
        .file("toy/data.txt", "some text")
        .file("toy_late.py", "answer = 43\n")
}

#[test]
fn a_profile_is_made_run_listed_and_removed() {
    let place = Place::new();
    let wheel = toy().write(place.path());
    fs::set_permissions(&wheel, fs::Permissions::from_mode(0o666)).unwrap();
    let made = place
        .add(&recipe("toys").source(&wheel).import("toy").unwrap())
        .unwrap();
    assert_eq!(
        (made.name(), made.modules()),
        ("toys", &["toy".to_owned(), "toy_late".to_owned()][..])
    );

    let executor = place.executor(std::slice::from_ref(&made), Policy::default());
    let code = "import sys\nloaded = 'toy' in sys.modules, 'toy_late' in sys.modules\nimport toy, toy_late\n\
                loaded + (toy.answer, toy_late.answer, open(toy.__path__[0] + '/data.txt').read())";
    let mut contained = Policy::default();
    contained.forbidden_imports.retain(|module| module != "sys");
    let open = place.executor(std::slice::from_ref(&made), contained);
    let result = run(&open, "toys", code);
    assert_eq!(
        result.return_value,
        Some(serde_json::json!([true, false, 42, 43, "some text"])),
        "{result:?}"
    );
    assert_eq!(result.sandbox_metadata["image"], "profile");
    assert_eq!(result.sandbox_metadata["profile"], "toys");

    // Neither the files nor the modules of a profile outlive a run or reach a run without it.
    let spoil = "import toy\ntoy.answer = 0\nopen(toy.__path__[0] + '/data.txt', 'w')";
    let result = run(&executor, "toys", spoil);
    let message = result.error_message.unwrap();
    assert!(message.contains("Read-only file system"), "{message}");
    assert_eq!(
        run(&executor, "toys", "import toy\ntoy.answer").return_value,
        Some(42.into())
    );
    let result = support::block_on(executor.execute("import toy")).unwrap();
    assert_eq!(result.error_type.as_deref(), Some("ModuleNotFoundError"));

    let listed = profile::list(&place.cache, &WasmPackBuilder).unwrap();
    let [status] = listed.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(
        (status.name.as_str(), status.state),
        ("toys", ProfileState::Ready)
    );
    assert_eq!(
        (status.imports.as_slice(), status.image.as_str()),
        (&["toy".to_owned()][..], "base")
    );
    assert_eq!(
        (
            status.wheels[0].name.as_str(),
            status.wheels[0].version.as_str()
        ),
        ("toy", "1.0")
    );
    let pack_status = place.cache.status(&WasmPackBuilder).unwrap();
    assert_eq!(pack_status.profiles, 1);
    assert_eq!(pack_status.profile_bytes, status.bytes);

    let freed =
        with_job(|job| profile::remove(&place.cache, "toys", &WasmPackBuilder, job)).unwrap();
    assert_eq!(freed, status.bytes);
    assert_eq!(place.left_behind(), [""; 0]);
}

/// The bytecode that is made with a profile is what a later import uses.
#[test]
fn packages_are_compiled_once() {
    let place = Place::new();
    let broken = "if True print('for Python 2')\n";
    let wheel = toy().file("toy/old.py", broken).write(place.path());
    let made = place.add(&recipe("toys").source(&wheel)).unwrap();
    let mut policy = Policy::default();
    policy.forbidden_imports.clear();
    let executor = place.executor(&[made], policy);
    let code = "import importlib.util, pathlib, toy\n\
                cached = pathlib.Path(importlib.util.find_spec('toy').cached)\n\
                flags = cached.read_bytes()[4:8]\n\
                names = sorted(path.name for path in cached.parent.iterdir())\n\
                [list(flags), names]";
    let result = run(&executor, "toys", code);
    let expected = serde_json::json!([[1, 0, 0, 0], ["__init__.cpython-315.pyc"]]);
    assert_eq!(result.return_value, Some(expected), "{result:?}");
}

#[test]
fn an_unknown_profile_is_an_error_that_lists_the_known_ones() {
    let place = Place::new();
    let made = place
        .add(&recipe("plain").import("statistics").unwrap())
        .unwrap();
    let executor = place.executor(&[made], Policy::default());
    let request = ExecutionRequest::new("1").profile("other");
    let error = support::block_on(executor.execute(request)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Validation);
    assert_eq!(
        error.message(),
        "there is no profile `other`; there are `plain`"
    );
    let error = profile::find(&place.cache, "other", &WasmPackBuilder).unwrap_err();
    assert_eq!(
        error.to_string(),
        "there is no profile `other`; there are `plain`"
    );
    let request = ExecutionRequest::new("1").profile("other");
    let error =
        support::block_on(support::executor().build().unwrap().execute(request)).unwrap_err();
    assert_eq!(
        error.message(),
        "there is no profile `other`; the sandbox was opened without profiles"
    );
}

/// What a policy refuses as not installed, or lists not, a profile brings; what it forbids stays forbidden.
#[test]
fn analysis_knows_the_modules_of_a_profile() {
    let place = Place::new();
    let flask = Wheel::new("flask", "9.0").file("flask.py", "name = 'toy flask'\n");
    let pip = Wheel::new("pip", "9.0").file("pip.py", "name = 'toy pip'\n");
    let recipe = recipe("web")
        .source(flask.write(place.path()))
        .source(pip.write(place.path()));
    let made = [place.add(&recipe).unwrap()];
    let mut listed = Policy::default();
    listed.allowed_imports = Some(vec!["math".to_owned()]);
    for policy in [Policy::default(), listed] {
        let executor = place.executor(&made, policy);
        let result = run(&executor, "web", "import flask\nflask.name");
        assert_eq!(result.return_value, Some("toy flask".into()), "{result:?}");
        let result = support::block_on(executor.execute("import flask")).unwrap();
        assert_eq!(result.error_type.as_deref(), Some("SecurityViolationError"));
        let result = run(&executor, "web", "import pip");
        assert_eq!(result.validation_violations[0].rule, "forbidden-import");
    }
}

/// A builder as a later version of Ringfence would have it.
#[derive(Debug)]
struct Later;

impl PackBuilder for Later {
    fn version(&self) -> String {
        WasmPackBuilder.version()
    }

    fn module_version(&self) -> String {
        WasmPackBuilder.module_version()
    }

    fn files(&self) -> Vec<String> {
        WasmPackBuilder.files()
    }

    fn build(&self, folder: &Path, job: &Job<'_>) -> Result<(), RuntimeError> {
        WasmPackBuilder.build(folder, job)
    }
}

impl ProfileBuilder for Later {
    fn profile_version(&self) -> String {
        "later".to_owned()
    }

    fn resolve(
        &self,
        pack: &Pack,
        site_packages: &Path,
        question: &Question<'_>,
        job: &Job<'_>,
    ) -> Result<Resolution, RuntimeError> {
        WasmPackBuilder.resolve(pack, site_packages, question, job)
    }

    fn build_profile(
        &self,
        pack: &Pack,
        folder: &Path,
        imports: &Imports<'_>,
        job: &Job<'_>,
    ) -> Result<String, RuntimeError> {
        WasmPackBuilder.build_profile(pack, folder, imports, job)
    }
}

#[test]
fn a_profile_of_another_version_is_stale_and_made_again_from_its_wheels() {
    let place = Place::new();
    let wheel = toy().write(place.path());
    place
        .add(&recipe("toys").source(&wheel).import("toy").unwrap())
        .unwrap();
    fs::remove_file(wheel).unwrap();
    let before = place.left_behind();
    let state =
        |builder: &dyn ProfileBuilder| profile::find(&place.cache, "toys", builder).unwrap().state;
    assert_eq!(state(&Later), ProfileState::Stale);
    let again = with_job(|job| profile::open(&place.cache, "toys", &Later, job)).unwrap();
    assert_eq!(
        (state(&Later), state(&WasmPackBuilder)),
        (ProfileState::Ready, ProfileState::Stale)
    );
    let after = place.left_behind();
    assert!(after.len() == 1 && after != before, "{after:?}");
    let executor = place.executor(&[again], Policy::default());
    assert_eq!(
        run(&executor, "toys", "import toy\ntoy.answer").return_value,
        Some(42.into())
    );

    // A cut image is made again; a changed wheel is not believed.
    let folder = profile::find(&place.cache, "toys", &Later).unwrap().folder;
    // Another file: one that is mapped must not lose its pages.
    fs::remove_file(folder.join(Profile::IMAGE)).unwrap();
    fs::write(folder.join(Profile::IMAGE), b"cut").unwrap();
    assert_eq!(state(&Later), ProfileState::Broken);
    with_job(|job| profile::open(&place.cache, "toys", &Later, job)).unwrap();
    assert_eq!(state(&Later), ProfileState::Ready);
    fs::write(folder.join("toy-1.0-py3-none-any.whl"), b"other").unwrap();
    let error = with_job(|job| profile::open(&place.cache, "toys", &Later, job)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the profile `toys` cannot be rebuilt: its wheel `toy-1.0-py3-none-any.whl` is missing or was changed"
    );
}

#[test]
fn removing_the_runtime_removes_profiles() {
    let place = Place::new();
    place.add(&recipe("plain")).unwrap();
    with_job(|job| runtime::remove(&place.cache, job)).unwrap();
    let names: Vec<_> = fs::read_dir(place.cache.path()).unwrap().collect();
    assert_eq!(names.len(), 1, "the lock alone: {names:?}");
}

/// Needs the package index. The dependency `text-unidecode` is found in the sandbox and asked for in a second round.
#[test]
fn packages_come_through_the_package_client_with_what_they_need() {
    let place = Place::new();
    let recipe = recipe("text").package("python-slugify==8.0.4").unwrap();
    let made = place.add(&recipe.import("slugify").unwrap()).unwrap();
    let status = profile::find(&place.cache, "text", &WasmPackBuilder).unwrap();
    let names: Vec<_> = status
        .wheels
        .iter()
        .map(|wheel| wheel.name.as_str())
        .collect();
    assert_eq!(names, ["python-slugify", "text-unidecode"]);
    let executor = place.executor(&[made], Policy::default());
    let code = "import slugify\nslugify.slugify('Crème brûlée')";
    assert_eq!(
        run(&executor, "text", code).return_value,
        Some("creme-brulee".into())
    );
}

#[test]
fn a_session_keeps_its_profile_and_takes_no_other() {
    let place = Place::new();
    let wheel = toy().write(place.path());
    let made = place.add(&recipe("toys").source(&wheel)).unwrap();
    assert!(made.folder_name().starts_with("profile-toys-"));
    let executor = || Arc::new(place.executor(std::slice::from_ref(&made), Policy::default()));
    support::block_on(async {
        let mut session = executor().create_session_with(Some("toys")).unwrap();
        assert_eq!(session.profile(), Some("toys"));
        let import = "import toy\ntoy.answer";
        let same = ExecutionRequest::new(import).profile("toys");
        for request in [same, import.into()] {
            let result = session.run(request).await.unwrap();
            assert_eq!(result.return_value, Some(42.into()), "{result:?}");
        }
        let other = ExecutionRequest::new("1").profile("others");
        let error = session.run(other).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Validation);
        assert_eq!(
            error.to_string(),
            "the session has the profile `toys`, and the request names `others`: a session keeps what it was created with"
        );
        let mut plain = executor().create_session().unwrap();
        let error = plain.run(ExecutionRequest::new(import).profile("toys"));
        assert_eq!(
            error.await.unwrap_err().to_string(),
            "the session was created without a profile, and the request names `toys`: a session keeps what it was created with"
        );

        let path = place.path().join("sessions");
        let sessions = Sessions::builder(executor()).folder(&path);
        let sessions = sessions.build().await.unwrap();
        let error = sessions
            .create_with(None, Some("others"))
            .await
            .unwrap_err();
        assert!(error.to_string().contains("`others`"), "{error}");
        let one = sessions.create_with(None, Some("toys")).await.unwrap();
        assert_eq!(one.profile.as_deref(), Some("toys"));
        let none = sessions.create(None).await.unwrap();
        assert_eq!(none.profile, None);
        let answer = async |sessions: &Arc<Sessions>, id| {
            let result = sessions.run(id, import).await.unwrap();
            assert_eq!(result.return_value, Some(42.into()), "{result:?}");
        };
        answer(&sessions, one.id).await;
        let fork = sessions.fork(one.id).await.unwrap();
        assert_eq!(fork.profile.as_deref(), Some("toys"));
        sessions.reset(one.id).await.unwrap();
        answer(&sessions, one.id).await;
        let checkpoint = sessions.checkpoint(one.id).await.unwrap();
        let restored = sessions.restore(None, checkpoint).await.unwrap();
        assert_eq!(restored.profile.as_deref(), Some("toys"));
        sessions.shut_down().await;
        drop(sessions);

        let sessions = Sessions::builder(executor()).folder(&path);
        let sessions = sessions.build().await.unwrap();
        assert!(sessions.problems().is_empty());
        assert_eq!(sessions.info(none.id).unwrap().profile, None);
        for id in [one.id, fork.id, restored.id] {
            assert_eq!(sessions.info(id).unwrap().profile.as_deref(), Some("toys"));
            sessions.reset(id).await.unwrap();
            answer(&sessions, id).await;
        }
    });
}
