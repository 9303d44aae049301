use std::sync::Arc;

use proptest::prelude::*;

use super::*;

fn stop() -> StopSignal {
    StopSignal::after(Duration::from_mins(1))
}

fn limits(max_recording_bytes: u64) -> Limits {
    Limits {
        max_recording_bytes,
        ..Limits::default()
    }
}

/// What a guest may ask for.
#[derive(Debug, Clone)]
enum Ask {
    Wall,
    Cpu,
    Random(usize),
    Sleep(u64),
    Host(Vec<u8>),
}

fn ask(inputs: &mut GuestInputs, ask: &Ask) -> Result<Vec<u8>, Stop> {
    match ask {
        Ask::Wall => Ok(inputs.now_ns().to_le_bytes().to_vec()),
        Ask::Cpu => Ok(inputs.cpu_ns().to_le_bytes().to_vec()),
        Ask::Random(len) => {
            let mut bytes = vec![0; *len];
            inputs.fill_random(&mut bytes, &stop())?;
            Ok(bytes)
        }
        Ask::Sleep(ns) => inputs
            .sleep(Duration::from_nanos(*ns), &stop())
            .map(|()| Vec::new()),
        Ask::Host(frame) => {
            let answer = (!frame.is_empty()).then(|| [frame, &b"!"[..]].concat());
            let answer = inputs.host_answer(frame, || Ok(answer))?;
            Ok(answer.unwrap_or_default())
        }
    }
}

fn asks() -> impl Strategy<Value = Vec<Ask>> {
    let one = prop_oneof![
        Just(Ask::Wall),
        Just(Ask::Cpu),
        (0..100_usize).prop_map(Ask::Random),
        (1..1000_u64).prop_map(Ask::Sleep),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Ask::Host),
    ];
    prop::collection::vec(one, 0..20)
}

fn recorded(asks: &[Ask]) -> (Vec<Vec<u8>>, InputLog) {
    let mut inputs = GuestInputs::of(Inputs::Recorded, &limits(1 << 20), Fuel::Uncounted);
    let given = asks
        .iter()
        .map(|one| ask(&mut inputs, one).unwrap())
        .collect();
    (given, inputs.take_left().recorded.unwrap())
}

fn replayed(log: InputLog) -> GuestInputs {
    GuestInputs::of(Inputs::Replayed(Arc::new(log)), &limits(0), Fuel::Uncounted)
}

proptest! {
    #[test]
    fn a_replay_is_given_what_was_recorded(asks in asks()) {
        let (given, log) = recorded(&asks);
        prop_assert!(log.is_complete());
        let mut inputs = replayed(log);
        let again: Vec<_> = asks.iter().map(|one| ask(&mut inputs, one).unwrap()).collect();
        prop_assert_eq!(given, again);
        let left = inputs.take_left();
        prop_assert_eq!(left.unread_bytes, 0);
        prop_assert_eq!(left.divergence, None);
    }

    #[test]
    fn any_bytes_are_a_log_or_a_divergence(bytes in prop::collection::vec(any::<u8>(), 0..200), asks in asks()) {
        let mut inputs = replayed(InputLog { bytes, is_complete: true, ends_in_wait: false });
        for one in &asks {
            let _ = ask(&mut inputs, one);
        }
        let left = inputs.take_left();
        prop_assert!(left.unread_bytes <= 200);
    }
}

#[test]
fn another_question_than_the_recorded_one_ends_the_replay() {
    let (_, log) = recorded(&[Ask::Wall, Ask::Random(4), Ask::Host(b"a".to_vec())]);
    for (asks, expected) in [
        (
            vec![Ask::Wall, Ask::Cpu],
            "input 2: the replay asked for the CPU time, and the recording has 4 random bytes there",
        ),
        (
            vec![Ask::Wall, Ask::Random(5)],
            "input 2: the replay asked for 5 random bytes, and the recording has 4 random bytes there",
        ),
        (
            vec![Ask::Sleep(7)],
            "input 1: the replay asked for a sleep of 7 ns, and the recording has the time there",
        ),
        (
            vec![
                Ask::Wall,
                Ask::Random(4),
                Ask::Host(b"a".to_vec()),
                Ask::Wall,
            ],
            "input 4: the replay asked for the time, and the recording has its end there",
        ),
    ] {
        let mut inputs = replayed(log.clone());
        for one in &asks {
            let _ = ask(&mut inputs, one);
        }
        assert_eq!(inputs.check(), Err(Stop::Diverged));
        assert_eq!(inputs.take_left().divergence.as_deref(), Some(expected));
    }
}

#[test]
fn a_host_call_is_known_by_its_frame() {
    let (_, log) = recorded(&[Ask::Host(b"a".to_vec())]);
    let mut inputs = replayed(log);
    let answer = inputs.host_answer(b"b", || unreachable!("a replay calls nothing"));
    assert_eq!(answer, Err(Stop::Diverged));
}

#[test]
fn what_does_not_fit_makes_the_log_incomplete_and_not_longer() {
    let mut inputs = GuestInputs::of(Inputs::Recorded, &limits(1000), Fuel::Uncounted);
    for len in [500, 600, 1] {
        ask(&mut inputs, &Ask::Random(len)).unwrap();
    }
    let log = inputs.take_left().recorded.unwrap();
    assert!(!log.is_complete());
    assert_eq!(log.len_bytes(), 503);
}

#[test]
fn a_sleep_that_the_time_limit_ended_ends_the_replay_there() {
    let mut inputs = GuestInputs::of(Inputs::Recorded, &limits(1000), Fuel::Uncounted);
    let short = StopSignal::after(Duration::from_millis(1));
    let slept = inputs.sleep(Duration::from_hours(1), &short);
    assert_eq!(slept, Err(Stop::Timeout));
    let log = inputs.take_left().recorded.unwrap();
    assert!(log.ends_in_wait());
    let again = replayed(log).sleep(Duration::from_hours(1), &stop());
    assert_eq!(again, Err(Stop::Timeout));
}

#[test]
fn deterministic_inputs_follow_from_the_seed_alone() {
    let make = |seed| {
        let inputs = Inputs::Deterministic { seed };
        GuestInputs::of(inputs, &Limits::default(), Fuel::Uncounted)
    };
    let asks = [
        Ask::Wall,
        Ask::Random(3),
        Ask::Sleep(5_000_000_000),
        Ask::Wall,
        Ask::Random(70),
    ];
    let run = |seed| {
        let mut inputs = make(seed);
        asks.iter()
            .map(|one| ask(&mut inputs, one).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_eq!(run(1)[3], run(2)[3]);
    assert_ne!(run(1)[1], run(2)[1]);
    assert_ne!(run(1)[4], run(2)[4]);
    let mut inputs = make(1);
    assert_eq!(inputs.now_ns(), 1_767_225_600_000_001_000);
    let slept = inputs.sleep(Duration::from_secs(31), &stop());
    assert_eq!(slept, Err(Stop::Timeout), "over the time limit of 30 s");
}
