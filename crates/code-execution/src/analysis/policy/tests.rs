use super::*;

#[test]
fn absent_fields_come_from_the_preset() {
    let policy: Policy =
        serde_json::from_str(r#"{"preset": "strict", "max_operations": 7}"#).unwrap();
    assert_eq!(policy.max_operations, Some(7));
    assert_eq!(
        policy.forbidden_imports,
        Policy::preset(Preset::Strict).forbidden_imports
    );
    let policy: Policy = serde_json::from_str(r#"{"max_operations": null}"#).unwrap();
    assert_eq!(
        (policy.preset, policy.max_operations),
        (Preset::Standard, None)
    );
}

#[test]
fn every_preset_survives_being_written_and_read() {
    for preset in Preset::ALL {
        let policy = Policy::preset(preset);
        let text = serde_json::to_string(&policy).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
        assert_eq!(preset.as_str().parse::<Policy>().unwrap(), policy);
    }
}

#[test]
fn contradictions_are_errors() {
    let refused = |text: &str| {
        serde_json::from_str::<Policy>(text)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(r#"{"allowed_imports": ["os"]}"#).contains("`os` is in both"));
    assert!(refused(r#"{"rules": {"no-such-rule": "ignore"}}"#).contains("no rule `no-such-rule`"));
    assert!(refused(r#"{"max_nesting": 0}"#).contains("at least 1"));
    assert!(refused(r#"{"forbiden_imports": []}"#).contains("unknown field"));
    assert_eq!(
        "lax".parse::<Policy>(),
        Err(PolicyError::UnknownPreset { name: "lax".into() })
    );
}

#[test]
fn an_entry_covers_its_submodules_and_no_namesake() {
    let policy = Policy::default();
    assert_eq!(policy.import_action("os.path"), Action::Refuse);
    assert_eq!(policy.import_action("oslo"), Action::Ignore);
}
