use super::*;

#[test]
fn data_fits_many_schemas() {
    let schemas = [
        json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}),
        json!({"type": "integer", "minimum": 5, "exclusiveMaximum": 7}),
        json!({"type": "integer", "maximum": -3}),
        json!({"type": "integer", "minimum": 10, "multipleOf": 7}),
        json!({"type": "number", "exclusiveMinimum": 0, "maximum": 1}),
        json!({"type": "string", "minLength": 12}),
        json!({"type": "string", "maxLength": 0}),
        json!({"type": "string", "pattern": "^[A-Z]{3}-\\d{2,4}$"}),
        json!({"type": "string", "pattern": "^(red|green)$"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "format": "email"}),
        json!({"type": "array", "items": {"type": "integer"}, "minItems": 4, "uniqueItems": true}),
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "null"}], "items": false}),
        json!({"type": ["string", "null"]}),
        json!({"anyOf": [{"type": "string"}, {"type": "null"}]}),
        json!({"oneOf": [{"const": "x"}, {"const": "y"}]}),
        json!({"enum": [3, 4]}),
        json!({"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}]}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 2}),
        json!({"$ref": "#/$defs/Node", "$defs": {"Node": {"type": "object", "properties": {
            "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
            "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}}, "required": ["next"]}}}),
    ];
    for schema in schemas {
        for seed in 0..5 {
            let made = generate(&schema, seed);
            assert!(made.is_ok(), "{schema}: {made:?}");
        }
    }
}

#[test]
fn impossible_schemas_are_errors() {
    for schema in [
        json!(false),
        json!({"type": "integer", "minimum": 2, "maximum": 1}),
        json!({"not": {}}),
    ] {
        assert!(generate(&schema, 0).is_err(), "{schema}");
    }
}
