//! Service levels.

use schemars::JsonSchema;
use serde::Serialize;

use crate::manifest::Manifest;
use crate::manifest::document::Freshness;
use crate::manifest::value::{Duration, LogicalType, Percentage, Scalar};

/// The service levels.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SloView {
    /// How old the newest row may be.
    pub freshness: FreshnessSloView,
    /// The share of time that the output port answers.
    pub availability: Option<AvailabilityView>,
    /// The share of upstream rows that arrive whole.
    pub completeness: Option<CompletenessView>,
    /// The share of rows that are right.
    pub accuracy: Option<AccuracyView>,
}

/// How old the newest row may be.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FreshnessSloView {
    /// The age that is promised.
    pub target: DurationView,
    /// The age that warns.
    pub warn: DurationView,
    /// The age that fails.
    pub error: DurationView,
    /// The field (`snake_case`) that tells a row's age; nothing when the product has no such field.
    pub column: Option<String>,
    /// From which moment to which the age is measured.
    #[schemars(extend("x-text" = true))]
    pub measurement: Option<String>,
}

/// A span of time.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DurationView {
    /// In minutes, rounded up.
    pub minutes: u64,
    /// In seconds.
    pub seconds: u64,
    /// As it was written, or in minutes where it was derived.
    #[schemars(extend("x-text" = true))]
    pub text: String,
}

/// A share.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PercentView {
    /// In percent: `99.5`.
    pub percent: String,
    /// As a ratio: `0.995`.
    pub ratio: String,
    /// With a percent sign.
    #[schemars(extend("x-text" = true))]
    pub text: String,
}

/// The share of time that the output port answers.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AvailabilityView {
    /// The share that is promised.
    pub target: PercentView,
    /// How it is measured.
    #[schemars(extend("x-text" = true))]
    pub measurement: Option<String>,
}

/// The share of upstream rows that arrive whole.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CompletenessView {
    /// The share that is promised.
    pub target: PercentView,
    /// The share below which a run warns.
    pub warn: PercentView,
    /// The share below which a run fails.
    pub error: PercentView,
    /// How it is measured.
    #[schemars(extend("x-text" = true))]
    pub measurement: Option<String>,
}

/// The share of rows that are right.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccuracyView {
    /// The share that is promised.
    pub target: Option<PercentView>,
    /// What validates it.
    #[schemars(extend("x-text" = true))]
    pub validated_by: Option<String>,
    /// How often.
    pub frequency: Option<DurationView>,
    /// How it is measured.
    #[schemars(extend("x-text" = true))]
    pub measurement: Option<String>,
}

impl DurationView {
    /// A span as it was written.
    pub(super) fn of(duration: &Duration) -> Self {
        Self {
            minutes: duration.minutes(),
            seconds: duration.seconds(),
            text: duration.to_string().trim_start_matches("every ").to_owned(),
        }
    }

    fn derived(seconds: u64) -> Self {
        let minutes = seconds.div_ceil(60);
        Self { minutes, seconds, text: format!("{minutes} minutes") }
    }
}

impl PercentView {
    /// A share.
    pub(super) fn of(percentage: &Percentage) -> Self {
        Self { percent: percentage.percent(), ratio: percentage.ratio(), text: format!("{}%", percentage.percent()) }
    }
}

impl SloView {
    pub(crate) fn new(manifest: &Manifest) -> Self {
        let slo = &manifest.spec.slo;
        Self {
            freshness: freshness(manifest, &slo.freshness),
            availability: slo.availability.as_ref().map(|availability| AvailabilityView {
                target: PercentView::of(&availability.target),
                measurement: availability.measurement.as_ref().map(ToString::to_string),
            }),
            completeness: slo.completeness.as_ref().map(|completeness| {
                let warn = completeness.warn.as_ref().unwrap_or(&completeness.target);
                CompletenessView {
                    target: PercentView::of(&completeness.target),
                    warn: PercentView::of(warn),
                    error: PercentView::of(completeness.error.as_ref().unwrap_or(warn)),
                    measurement: completeness.measurement.as_ref().map(ToString::to_string),
                }
            }),
            accuracy: slo.accuracy.as_ref().map(|accuracy| AccuracyView {
                target: accuracy.target.as_ref().map(PercentView::of),
                validated_by: accuracy.validated_by.as_ref().map(ToString::to_string),
                frequency: accuracy.frequency.as_ref().map(DurationView::of),
                measurement: accuracy.measurement.as_ref().map(ToString::to_string),
            }),
        }
    }
}

fn freshness(manifest: &Manifest, freshness: &Freshness) -> FreshnessSloView {
    let target = freshness.target.seconds();
    let warn =
        freshness.warn.as_ref().map_or_else(|| DurationView::derived(target.saturating_mul(3) / 2), DurationView::of);
    let error = freshness
        .error
        .as_ref()
        .map_or_else(|| DurationView::derived(target.saturating_mul(3).max(warn.seconds)), DurationView::of);
    FreshnessSloView {
        target: DurationView::of(&freshness.target),
        warn,
        error,
        column: freshness
            .column
            .as_ref()
            .map(crate::manifest::document::FieldName::snake)
            .or_else(|| age_column(manifest)),
        measurement: freshness.measurement.as_ref().map(ToString::to_string),
    }
}

/// The field that tells a row's age: the first required timestamp, else the first timestamp, else the first day.
fn age_column(manifest: &Manifest) -> Option<String> {
    let fields = &manifest.spec.schema.fields;
    let is = |wanted: Scalar, required: bool| {
        fields.iter().find(|field| field.logical_type == LogicalType::Scalar(wanted) && (field.required || !required))
    };
    [
        (Scalar::Timestamp, true),
        (Scalar::TimestampNtz, true),
        (Scalar::Timestamp, false),
        (Scalar::TimestampNtz, false),
        (Scalar::Date, true),
        (Scalar::Date, false),
    ]
    .into_iter()
    .find_map(|(wanted, required)| is(wanted, required))
    .map(crate::manifest::document::Field::snake)
}
