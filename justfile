# List the recipes
default:
    @just --list

# Run a program: just run -c "print('hi')"
run *arguments:
    cargo run --release -- run {{arguments}}

# The tests, or those whose name contains a word
test *filter:
    cargo test --workspace {{filter}}

# The tests of one rule's page
rule name:
    cargo test -p ringfence-code-execution --test rules {{name}}

# The attacks of one technique, with and without analysis
attack technique:
    cargo test -p ringfence-code-execution --test cases attack::{{technique}}

# Write the generated reference pages again
reference:
    UPDATE=1 cargo test --workspace

# Measure, beside the installed python3
bench:
    cargo run --release -- bench

# What a change must pass
ci:
    bash .ci/run
