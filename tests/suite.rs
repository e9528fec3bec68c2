//! The integration suite: one binary, so that it links once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, missing_docs, unreachable_pub)]
// The pedantic lints are for the program; a test may be terse.
#![allow(clippy::pedantic)]
#[path = "suite/avro_cases.rs"]
mod avro_cases;
#[path = "suite/avro_pairs/mod.rs"]
mod avro_pairs;
#[path = "suite/baseline.rs"]
mod baseline;
#[path = "suite/book.rs"]
mod book;
#[path = "suite/catalog/mod.rs"]
mod catalog;
#[path = "suite/catalog_site.rs"]
mod catalog_site;
#[path = "suite/comment.rs"]
mod comment;
#[path = "suite/create_product/mod.rs"]
mod create_product;
#[path = "suite/destination.rs"]
mod destination;
#[path = "suite/evolution.rs"]
mod evolution;
#[path = "suite/examples.rs"]
mod examples;
#[path = "suite/generators/mod.rs"]
mod generators;
#[path = "suite/hostile_text/mod.rs"]
mod hostile_text;
#[path = "suite/imports.rs"]
mod imports;
#[path = "suite/in_step.rs"]
mod in_step;
#[path = "suite/interruption.rs"]
mod interruption;
#[path = "suite/interview/mod.rs"]
mod interview;
#[path = "suite/killed_update.rs"]
mod killed_update;
#[path = "suite/limits.rs"]
mod limits;
#[path = "suite/manifest_cases.rs"]
mod manifest_cases;
#[path = "suite/manifest_schema.rs"]
mod manifest_schema;
#[path = "suite/mesh.rs"]
mod mesh;
#[path = "suite/mesh_build/mod.rs"]
mod mesh_build;
#[path = "suite/mesh_check.rs"]
mod mesh_check;
#[path = "suite/mesh_impact.rs"]
mod mesh_impact;
#[path = "suite/mesh_init.rs"]
mod mesh_init;
#[path = "suite/mesh_report.rs"]
mod mesh_report;
#[path = "suite/mistakes.rs"]
mod mistakes;
#[path = "suite/options.rs"]
mod options;
#[path = "suite/output_formats/mod.rs"]
mod output_formats;
#[path = "suite/overrides.rs"]
mod overrides;
#[path = "suite/pack_commands.rs"]
mod pack_commands;
#[path = "suite/pack_lint.rs"]
mod pack_lint;
#[path = "suite/pack_test.rs"]
mod pack_test;
#[path = "suite/packs.rs"]
mod packs;
#[path = "suite/policies.rs"]
mod policies;
#[path = "suite/policies_opa.rs"]
mod policies_opa;
#[path = "suite/policy_known.rs"]
mod policy_known;
#[path = "suite/reference/mod.rs"]
mod reference;
#[path = "suite/registry/mod.rs"]
mod registry;
#[path = "suite/rollout/mod.rs"]
mod rollout;
#[path = "suite/sandbox.rs"]
mod sandbox;
#[path = "suite/schema_bump.rs"]
mod schema_bump;
#[path = "suite/schema_history/mod.rs"]
mod schema_history;
#[path = "suite/source_policies.rs"]
mod source_policies;
#[path = "suite/sources/mod.rs"]
mod sources;
#[path = "suite/support.rs"]
mod support;
#[path = "suite/tools.rs"]
mod tools;
#[path = "suite/two_branches.rs"]
mod two_branches;
#[path = "suite/vouched.rs"]
mod vouched;
#[path = "suite/waivers.rs"]
mod waivers;
#[path = "suite/workshop.rs"]
mod workshop;
#[path = "suite/workshop_again.rs"]
mod workshop_again;
#[path = "suite/workshop_answers.rs"]
mod workshop_answers;
#[path = "suite/workshop_built.rs"]
mod workshop_built;
#[path = "suite/workshop_names.rs"]
mod workshop_names;
