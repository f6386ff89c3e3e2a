# What people type all day. The scripts are the truth; `just` is not needed to build or test.

# everything that CI runs
check:
    .ci/run

# what needs no service and no browser
quick:
    scripts/test quick

# build what is missing and start on http://127.0.0.1:8000
run *ARGS:
    scripts/run {{ARGS}}

# the release build, in target/release/kamachat
build:
    scripts/build

# the browser scenarios
e2e *ARGS:
    scripts/e2e {{ARGS}}

# write the OpenAPI document and the clients' types
gen-api:
    scripts/gen-api

# format everything
fmt:
    cargo fmt --all
    cd apps && npm run format

# licences and the walls between the crates (needs cargo-deny)
deny:
    cargo deny check bans licenses sources
