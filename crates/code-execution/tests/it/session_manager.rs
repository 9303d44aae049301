//! Many sessions by their names: turns, limits, rest, restart. Time is turned by hand.

use std::{
    fs,
    num::NonZeroUsize,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use ringfence_code_execution::{
    CodeExecutor,
    analysis::{Policy, Preset},
    sandbox::wasm::WasmSandbox,
    sessions::{Clock, Place, SessionId, SessionInfo, Sessions, SessionsBuilder, SessionsError},
};
use serde_json::{Value, json};

use crate::support;

#[derive(Debug)]
struct Hands(AtomicU64);

impl Hands {
    fn new() -> Arc<Self> {
        Arc::new(Self(AtomicU64::new(1_800_000_000_000)))
    }

    fn turn(&self, seconds: u64) {
        self.0.fetch_add(seconds * 1000, Ordering::Relaxed);
    }
}

impl Clock for Hands {
    fn now_unix_ms(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// An executor over a sandbox of its own: sessions that shut down drain it.
fn executor() -> Arc<CodeExecutor> {
    let policy = Policy::preset(Preset::Contained);
    let sandbox = WasmSandbox::builder(&support::pack())
        .slots(NonZeroUsize::new(2).unwrap())
        .open()
        .unwrap();
    let builder = CodeExecutor::builder(Arc::new(sandbox)).policy(policy);
    Arc::new(builder.build().unwrap())
}

/// Sessions that are swept by hand alone.
fn builder(clock: &Arc<Hands>) -> SessionsBuilder {
    let clock: Arc<dyn Clock> = Arc::clone(clock) as _;
    Sessions::builder(executor())
        .clock(clock)
        .sweep_every(Duration::from_hours(1000))
        .hibernate_after(Duration::from_mins(1))
        .idle_limit(Duration::from_mins(10))
        .life_limit(Duration::from_hours(1))
}

async fn value(sessions: &Arc<Sessions>, id: SessionId, code: &str) -> Value {
    let result = sessions.run(id, code).await.unwrap();
    assert!(result.success, "{code}: {result:?}");
    result.return_value.unwrap_or_default()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_session_is_used_by_its_name() {
    let sessions = builder(&Hands::new()).build().await.unwrap();
    let one = sessions.create(Some("ada")).await.unwrap();
    assert_eq!((one.turns, one.place), (0, Place::Memory));
    value(&sessions, one.id, "n = 1").await;
    let result = sessions.run(one.id, "n += 1\nn").await.unwrap();
    assert_eq!(result.return_value, Some(json!(2)));
    assert_eq!(result.sandbox_metadata["session_id"], one.id.to_string());
    let fork = sessions.fork(one.id).await.unwrap();
    assert_eq!(fork.user_id.as_deref(), Some("ada"));
    value(&sessions, fork.id, "n = 50").await;
    let checkpoint = sessions.checkpoint(one.id).await.unwrap();
    let restored = sessions.restore(Some("eve"), checkpoint).await.unwrap();
    assert_eq!(value(&sessions, restored.id, "n").await, json!(2));
    assert_eq!(value(&sessions, fork.id, "n").await, json!(50));
    sessions.reset(one.id).await.unwrap();
    assert_eq!(
        value(&sessions, one.id, "'n' in globals()").await,
        json!(false)
    );
    let listed: Vec<_> = sessions.list().iter().map(|info| info.id).collect();
    assert_eq!(listed, [one.id, fork.id, restored.id]);
    assert_eq!(sessions.info(fork.id).unwrap().turns, 4);
    sessions.close(fork.id).await.unwrap();
    let gone = sessions.run(fork.id, "1").await.unwrap_err();
    assert_eq!(
        gone.to_string(),
        format!("there is no session `{}`", fork.id)
    );
    let error = sessions.restore(None, b"RINGFENCE".to_vec()).await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("checkpoint cannot be used")
    );
}

#[tokio::test]
async fn a_second_turn_waits_and_a_third_is_refused() {
    let sessions = builder(&Hands::new()).max_waiting(1).build().await.unwrap();
    let id = sessions.create(None).await.unwrap().id;
    let other = sessions.create(None).await.unwrap().id;
    let slow = "import time\ntime.sleep(0.3)\norder = globals().get('order', []) + [1]";
    let turns = tokio::join!(
        sessions.run(id, slow),
        sessions.run(id, "order = globals().get('order', []) + [2]"),
        sessions.run(id, "order = [3]"),
        sessions.run(other, "order = ['other']"),
    );
    assert!(turns.0.unwrap().success && turns.1.unwrap().success && turns.3.unwrap().success);
    let refused = turns.2.unwrap_err();
    assert!(
        matches!(refused, SessionsError::Busy { waiting: 2, .. }),
        "{refused}"
    );
    assert!(refused.can_retry() && refused.hint().is_some());
    assert_eq!(value(&sessions, id, "order").await, json!([1, 2]));
}

#[tokio::test]
async fn a_cancelled_turn_leaves_the_session_as_it_was() {
    let sessions = builder(&Hands::new()).build().await.unwrap();
    let id = sessions.create(None).await.unwrap().id;
    value(&sessions, id, "n = 1").await;
    let cancelled = tokio::time::timeout(
        Duration::from_millis(100),
        sessions.run(id, "n = 2\nwhile n: pass"),
    );
    assert!(cancelled.await.is_err());
    assert_eq!(value(&sessions, id, "n").await, json!(1));
    assert!(!sessions.info(id).unwrap().is_in_use);
}

#[tokio::test]
async fn what_rests_goes_to_its_file_and_comes_back_by_itself() {
    let (clock, folder) = (Hands::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("sessions");
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let one = sessions.create(Some("ada")).await.unwrap();
    let other = sessions.create(None).await.unwrap();
    value(&sessions, one.id, "n = 41\nopen('f', 'w').write('kept')").await;
    clock.turn(59);
    assert_eq!(sessions.sweep().await.hibernated, 0);
    value(&sessions, other.id, "n = 1").await;
    clock.turn(1);
    assert_eq!(sessions.sweep().await.hibernated, 1);
    let info = sessions.info(one.id).unwrap();
    assert_eq!(
        (info.place, info.held_bytes, info.turns),
        (Place::Disk, 0, 1)
    );
    let state = format!("{}.state", one.id);
    assert_eq!(info.disk_bytes, path.join(&state).metadata().unwrap().len());
    assert_eq!(
        names(&path),
        [format!("{}.json", one.id), state.clone(), "lock".to_owned()]
    );
    assert_private(&path);
    assert_eq!(
        value(&sessions, one.id, "n += 1\n[n, open('f').read()]").await,
        json!([42, "kept"])
    );
    assert_eq!(sessions.info(one.id).unwrap().turns, 2);
    let report = sessions.shut_down().await;
    assert_eq!((report.hibernated, report.failures), (2, vec![]));
    let refused = sessions.run(one.id, "n").await.unwrap_err();
    assert!(matches!(refused, SessionsError::ShuttingDown));

    // Another process comes after this one, and not beside it.
    let beside = builder(&clock).folder(&path).build().await.unwrap_err();
    assert!(
        matches!(beside, SessionsError::FolderInUse { .. }),
        "{beside}"
    );
    drop(sessions);
    let after = builder(&clock).folder(&path).build().await.unwrap();
    let found = after.info(one.id).unwrap();
    assert_eq!(found.user_id.as_deref(), Some("ada"));
    assert_eq!((found.turns, found.place), (2, Place::Disk));
    assert_eq!(value(&after, one.id, "n").await, json!(42));
    assert_eq!(value(&after, other.id, "n").await, json!(1));
    after.close(one.id).await.unwrap();
    assert_eq!(names(&path).len(), 3);
}

/// Waits until no session has a file.
async fn removed(folder: &Path) {
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        while names(folder) != ["lock"] {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    assert!(waited.await.is_ok(), "{:?}", names(folder));
}

#[cfg(unix)]
fn assert_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder), 0o700);
    for name in names(folder) {
        assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
    }
}

#[cfg(not(unix))]
fn assert_private(_folder: &Path) {}

#[tokio::test]
async fn limits_of_time_close_sessions_and_say_so() {
    let (clock, folder) = (Hands::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("sessions");
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let idle = sessions.create(None).await.unwrap().id;
    let busy = sessions.create(None).await.unwrap().id;
    for _ in 0..7 {
        clock.turn(500);
        sessions.sweep().await;
        value(&sessions, busy, "1").await;
    }
    let error = sessions.run(idle, "1").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the session `{idle}` expired at 2027-01-15T08:10:00Z: it was not used for 600 s")
    );
    assert!(error.hint().unwrap().contains("create a new session"));
    clock.turn(100);
    let error = sessions.info(busy).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "the session `{busy}` expired at 2027-01-15T09:00:00Z: 3600 s had passed since its creation"
        )
    );
    assert!(sessions.list().is_empty());
    removed(&path).await;
    let never: SessionId = "0190b8e4-5a6c-7d3e-8f10-2b4c6d8e0f12".parse().unwrap();
    let error = sessions.close(never).await.unwrap_err();
    assert!(matches!(error, SessionsError::Unknown { .. }));
}

#[tokio::test]
async fn a_session_that_expired_while_nobody_ran_is_closed_at_the_next_start() {
    let (clock, folder) = (Hands::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("sessions");
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let id = sessions.create(None).await.unwrap().id;
    sessions.hibernate_all().await;
    drop(sessions);
    clock.turn(601);
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let error = sessions.run(id, "1").await.unwrap_err();
    assert!(matches!(error, SessionsError::Expired { .. }), "{error}");
    removed(&path).await;
}

#[tokio::test]
async fn there_are_no_more_sessions_than_allowed() {
    let clock = Hands::new();
    let settings = builder(&clock).max_sessions(3).max_sessions_of_user(2);
    let sessions = settings.build().await.unwrap();
    let one = sessions.create(Some("ada")).await.unwrap();
    sessions.fork(one.id).await.unwrap();
    let error = sessions.create(Some("ada")).await.unwrap_err();
    assert!(
        matches!(error, SessionsError::TooManyOfUser { limit: 2, .. }),
        "{error}"
    );
    sessions.create(Some("eve")).await.unwrap();
    let error = sessions.create(None).await.unwrap_err();
    assert!(
        matches!(error, SessionsError::TooMany { limit: 3 }),
        "{error}"
    );
    let error = sessions.create(Some(&"x".repeat(257))).await.unwrap_err();
    assert!(matches!(error, SessionsError::TooMany { .. }), "{error}");
    clock.turn(600);
    let error = sessions.create(Some(&"x".repeat(257))).await.unwrap_err();
    assert!(
        matches!(error, SessionsError::BadUser { bytes: 257 }),
        "{error}"
    );
    sessions.create(None).await.unwrap();
    let error = builder(&clock).max_sessions(0).build().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the setting `max_sessions` is 0, and must be more"
    );
}

#[tokio::test]
async fn memory_and_disk_are_bounded() {
    let (clock, folder) = (Hands::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("sessions");
    let megabyte = "import random\ntext = b''.join(random.randbytes(1024) for _ in range(1024))";
    let in_memory = builder(&clock)
        .max_memory_bytes(1 << 20)
        .build()
        .await
        .unwrap();
    let full = in_memory.create(None).await.unwrap().id;
    value(&in_memory, full, megabyte).await;
    settled(&in_memory, full).await;
    let error = in_memory.create(None).await.unwrap_err();
    assert!(matches!(error, SessionsError::MemoryFull { .. }), "{error}");
    assert!(error.can_retry());

    let settings = builder(&clock).folder(&path).max_memory_bytes(1 << 20);
    let sessions = settings.max_disk_bytes(8 << 20).build().await.unwrap();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let id = sessions.create(None).await.unwrap().id;
        value(&sessions, id, megabyte).await;
        settled(&sessions, id).await;
        clock.turn(1);
        ids.push(id);
    }
    sessions.sweep().await;
    let infos: Vec<SessionInfo> = sessions.list();
    assert!(
        infos.iter().all(|info| info.place == Place::Disk),
        "{infos:?}"
    );
    let held: u64 = infos.iter().map(|info| info.disk_bytes).sum();
    assert!(held > 2 << 20 && held <= 8 << 20, "{held}");
    let mut report = sessions.hibernate_all().await;
    while report.failures.is_empty() && ids.len() < 10 {
        let id = sessions.create(None).await.unwrap().id;
        value(&sessions, id, megabyte).await;
        ids.push(id);
        report = sessions.hibernate_all().await;
    }
    assert_eq!(report.failures.len(), 1, "{report:?}");
    let (stays, reason) = &report.failures[0];
    assert!(reason.contains("bytes on disk"), "{reason}");
    assert_eq!(sessions.info(*stays).unwrap().place, Place::Memory);
    assert_eq!(value(&sessions, *stays, "len(text)").await, json!(1 << 20));
    sessions.close(ids[0]).await.unwrap();
    assert!(sessions.hibernate_all().await.failures.is_empty());
}

/// Waits until the state of the last turn is counted.
async fn settled(sessions: &Arc<Sessions>, id: SessionId) {
    for _ in 0..1000 {
        let info = sessions.info(id).unwrap();
        if info.place == Place::Disk || info.held_bytes > 1 << 20 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{:?}", sessions.info(id));
}

#[tokio::test]
async fn bad_files_are_told_and_skipped() {
    let (clock, folder) = (Hands::new(), tempfile::tempdir().unwrap());
    let path = folder.path().join("sessions");
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let mut ids = Vec::new();
    for n in 0..6 {
        let id = sessions.create(None).await.unwrap().id;
        value(&sessions, id, &format!("n = {n}")).await;
        ids.push(id);
    }
    sessions.shut_down().await;
    drop(sessions);
    let file = |n: usize, extension: &str| path.join(format!("{}.{extension}", ids[n]));
    fs::write(file(0, "json"), b"{").unwrap();
    fs::write(file(1, "json"), vec![b' '; 5000]).unwrap();
    fs::copy(file(5, "json"), file(2, "json")).unwrap();
    fs::remove_file(file(3, "state")).unwrap();
    let mut state = fs::read(file(4, "state")).unwrap();
    state[50] ^= 1;
    fs::write(file(4, "state"), state).unwrap();
    fs::write(path.join("notes.txt"), b"hello").unwrap();
    fs::write(path.join(format!("{}.state.unfinished", ids[5])), b"half").unwrap();
    let sessions = builder(&clock).folder(&path).build().await.unwrap();
    let mut problems: Vec<_> = sessions
        .problems()
        .iter()
        .map(|problem| {
            let name = problem.path.file_name().unwrap().to_str().unwrap();
            (name.to_owned(), problem.reason.clone())
        })
        .collect();
    assert_eq!(problems.pop().unwrap().0, "notes.txt");
    let expected: Vec<_> = (0..4).map(|n| format!("{}.json", ids[n])).collect();
    let told: Vec<_> = problems.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(told, expected);
    assert!(
        problems[2].1.contains("it is of the session"),
        "{problems:?}"
    );
    let listed: Vec<_> = sessions.list().iter().map(|info| info.id).collect();
    assert_eq!(listed, [ids[4], ids[5]]);
    let error = sessions.run(ids[4], "n").await.unwrap_err();
    assert!(error.to_string().contains("somebody changed it"), "{error}");
    sessions.reset(ids[4]).await.unwrap();
    assert_eq!(value(&sessions, ids[4], "1").await, json!(1));
    assert_eq!(value(&sessions, ids[5], "n").await, json!(5));
    assert!(!names(&path).iter().any(|name| name.ends_with("unfinished")));
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_others_may_use_is_refused() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let built = builder(&Hands::new()).folder(folder.path()).build().await;
    let error = built.unwrap_err();
    assert!(
        matches!(error, SessionsError::FolderNotPrivate { .. }),
        "{error}"
    );
    assert!(error.hint().unwrap().contains("chmod 700"));
}
