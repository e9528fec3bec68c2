//! Changes of what is promised beside the schema.

use super::super::ChangeRule;
use super::super::Class::{Major, Minor, Patch};

pub(in super::super) static PRODUCT_RENAMED: ChangeRule = ChangeRule::new(
    "evolution/product-renamed",
    Major,
    "The product has another domain or name",
    "its id is how consumers, grants, topics and catalogs know it, and the name of its record",
)
.consumers("the product is gone from where it was")
.producer("everything that is named after the product is made anew beside the old");

pub(in super::super) static PII_DROPPED: ChangeRule = ChangeRule::new(
    "evolution/pii-dropped",
    Minor,
    "A field is no longer marked as personal",
    "its values are shown in clear from now on, to everybody who reads the product",
)
.consumers("they see values that they may not be cleared for")
.producer("personal data is disclosed if the mark was right")
.error();

pub(in super::super) static PII_ADDED: ChangeRule = ChangeRule::new(
    "evolution/pii-added",
    Major,
    "A field is marked as personal",
    "consumers see a mask where they saw the value",
)
.consumers("values are masked from now on: joins, filters and reports on them change");

pub(in super::super) static MASK_WEAKENED: ChangeRule = ChangeRule::new(
    "evolution/mask-weakened",
    Minor,
    "A personal field is shown by a hash where it was not shown at all",
    "rows of one person can be linked from now on",
)
.producer("people may be recognised by what their rows have in common")
.error();

pub(in super::super) static MASK_STRENGTHENED: ChangeRule = ChangeRule::new(
    "evolution/mask-strengthened",
    Major,
    "A personal field is masked in another way",
    "consumers see something else in its place, or nothing",
)
.consumers("joins on the hash find nothing any more");

pub(in super::super) static CLASSIFICATION_LOWERED: ChangeRule = ChangeRule::new(
    "evolution/classification-lowered",
    Minor,
    "The data is classified as less sensitive",
    "more people may see it from now on, and what was seen cannot be taken back",
)
.producer("data is disclosed if the classification was right")
.error();

pub(in super::super) static CLASSIFICATION_RAISED: ChangeRule = ChangeRule::new(
    "evolution/classification-raised",
    Major,
    "The data is classified as more sensitive",
    "consumers without the clearance lose access",
)
.consumers("whoever is not cleared for the new classification may not read any more");

pub(in super::super) static RETENTION_SHORTENED: ChangeRule = ChangeRule::new(
    "evolution/retention-shortened",
    Major,
    "Data is kept for a shorter time",
    "history that consumers count on is deleted",
)
.consumers("older rows are gone: trends and comparisons with earlier years break")
.producer("what is deleted cannot be brought back");

pub(in super::super) static RETENTION_LENGTHENED: ChangeRule = ChangeRule::new(
    "evolution/retention-lengthened",
    Minor,
    "Data is kept for a longer time",
    "nobody loses anything by it",
)
.producer("personal data may be kept only as long as its purpose needs it");

pub(in super::super) static SLO_LOOSENED: ChangeRule = ChangeRule::new(
    "evolution/slo-loosened",
    Major,
    "A service level is loosened, or no longer promised",
    "consumers have promised service levels of their own that build on it",
)
.consumers("what they promise in turn may not hold any more");

pub(in super::super) static SLO_TIGHTENED: ChangeRule = ChangeRule::new(
    "evolution/slo-tightened",
    Minor,
    "A service level is tightened, or promised for the first time",
    "consumers get more than before",
)
.producer("runs that were good enough fail from now on");

pub(in super::super) static ALARM_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/alarm-changed",
    Minor,
    "A bound at which a service level warns or fails is changed",
    "the promise stands; how soon somebody notices that it is broken changes",
)
.producer("a later alarm leaves less time to mend what is broken")
.warning();

pub(in super::super) static MEASURED_DIFFERENTLY: ChangeRule = ChangeRule::new(
    "evolution/measured-differently",
    Minor,
    "A service level is measured in another way",
    "the same number may promise something else",
)
.consumers("the level before and after cannot be compared")
.warning();

pub(in super::super) static TEST_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/test-removed",
    Major,
    "A quality test is removed",
    "what the test refused may reach consumers from now on",
)
.unless("minor where the test only warned")
.consumers("rows may arrive that the test has kept away");

pub(in super::super) static TEST_LOOSENED: ChangeRule = ChangeRule::new(
    "evolution/test-loosened",
    Major,
    "A quality test accepts more than before",
    "what the test refused may reach consumers from now on",
)
.unless("minor where the test only warned")
.consumers("rows may arrive that the test has kept away");

pub(in super::super) static TEST_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/test-changed",
    Minor,
    "A quality test checks something else",
    "whether that is more or less cannot be told from its text",
)
.consumers("rows may arrive that the test has kept away")
.warning();

pub(in super::super) static TEST_TIGHTENED: ChangeRule = ChangeRule::new(
    "evolution/test-tightened",
    Minor,
    "A quality test accepts less than before",
    "consumers get better data than before",
)
.producer("rows that were good enough fail the run from now on");

pub(in super::super) static TEST_ADDED: ChangeRule =
    ChangeRule::new("evolution/test-added", Minor, "A quality test is added", "it is one more promise")
        .producer("rows that were good enough fail the run from now on");

pub(in super::super) static PORT_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/port-removed",
    Major,
    "An output port is removed",
    "whoever reads by it has nothing to read any more",
)
.consumers("queries and connections to the port fail");

pub(in super::super) static PORT_MOVED: ChangeRule = ChangeRule::new(
    "evolution/port-moved",
    Major,
    "An output port is moved to another place, or to another platform",
    "consumers look for the data where it was",
)
.consumers("queries and connections to the old place fail, or read what is no longer brought up to date")
.producer("the data at the old place is left behind");

pub(in super::super) static PORT_ACCESS_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/port-access-changed",
    Major,
    "An output port is read in another way",
    "views, tables and shares have other names, other grants and other limits",
)
.consumers("grants and queries have to be made anew");

pub(in super::super) static PORT_ADDED: ChangeRule =
    ChangeRule::new("evolution/port-added", Minor, "An output port is added", "the others are as they were");

pub(in super::super) static PRIMARY_PORT_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/primary-port-changed",
    Minor,
    "Another output port is the primary one",
    "every port is still there; the models are built on another platform first",
)
.producer("the dbt project is rendered for the platform of the primary port")
.warning();

pub(in super::super) static CONSUMER_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/consumer-removed",
    Major,
    "A consumer is no longer declared",
    "its grants are revoked; one that has stopped reading can say so, and a waiver records it",
)
.consumers("access is revoked");

pub(in super::super) static CONSUMER_MOVED: ChangeRule = ChangeRule::new(
    "evolution/consumer-moved",
    Major,
    "Access of a consumer is granted to somebody else, or no longer granted",
    "whoever reads today is no longer let in",
)
.consumers("the principal that reads today loses access");

pub(in super::super) static CONSUMER_ADDED: ChangeRule = ChangeRule::new(
    "evolution/consumer-added",
    Minor,
    "A consumer is declared, or granted access",
    "nobody else is concerned",
);

pub(in super::super) static ACCESS_NARROWED: ChangeRule = ChangeRule::new(
    "evolution/access-narrowed",
    Major,
    "A role is removed, or may do less than before",
    "whoever acts in the role is refused what was allowed",
)
.consumers("statements that were allowed are refused");

pub(in super::super) static ACCESS_WIDENED: ChangeRule = ChangeRule::new(
    "evolution/access-widened",
    Minor,
    "A role is added, or may do more than before",
    "nobody is refused what was allowed",
)
.producer("more people can see or change the data");

pub(in super::super) static DEPRECATION_ANNOUNCED: ChangeRule = ChangeRule::new(
    "evolution/deprecation-announced",
    Minor,
    "An earlier major version is said to go, with its last day",
    "consumers have until then",
)
.consumers("they have to move on before the last day");

pub(in super::super) static DEPRECATION_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/deprecation-changed",
    Minor,
    "The days of a deprecation are changed",
    "a later last day breaks nobody; an earlier one is refused by a rule of its own",
)
.consumers("the time that is left to move on is another one");

pub(in super::super) static VERSION_RETIRED: ChangeRule = ChangeRule::new(
    "evolution/version-retired",
    Minor,
    "An earlier major version is no longer served",
    "its last day was announced when it was deprecated; to end it sooner is refused by a rule of its own",
)
.consumers("whoever has not moved on has nothing to read any more");

pub(in super::super) static WRITTEN_OTHERWISE: ChangeRule = ChangeRule::new(
    "evolution/written-otherwise",
    Patch,
    "An Avro schema is written in another way, or has other attributes that no reader needs",
    "values are read as before; programs that look at the attributes may mind",
);

pub(in super::super) static DOCUMENTATION: ChangeRule =
    ChangeRule::new("evolution/documentation", Patch, "Words for people are changed", "no program reads them");

pub(in super::super) static TAGS_CHANGED: ChangeRule =
    ChangeRule::new("evolution/tags-changed", Patch, "Tags are changed", "they help to find the product");

pub(in super::super) static OWNER_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/owner-changed",
    Patch,
    "Somebody else answers for the product",
    "what is promised stays as it was",
);

pub(in super::super) static LINEAGE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/lineage-changed",
    Patch,
    "Products downstream are named or no longer named",
    "it says who builds on the product; access is declared elsewhere",
);
