//! The rules of a map: what each asks for, and why.

use crate::diagnostics::Rule;
use crate::workshop::derive::{FIRST_OF_DOMAIN, NO_AMOUNT, NO_COMMON_KEY, NOT_CARRIED, SAME_NAME, UNFIT, UNKNOWN_NEED};
use crate::workshop::map::{DUPLICATE_DOMAIN, DUPLICATE_EVENT, EMPTY, LOOP};

pub(super) static EVERYTHING: Rule = Rule::new(
    "workshop/everything",
    "No domain is named after data itself",
    "a domain for data is too broad to be owned by those who know: it is the central team again, with its queue",
);
pub(super) static REPORTING: Rule = Rule::new(
    "workshop/reporting",
    "No domain is named after reporting",
    "reporting reads what others own; it makes no facts, and nobody there is the first to know of one",
);
pub(super) static SYSTEM: Rule = Rule::new(
    "workshop/system",
    "Domains are named after capabilities of the business, not after systems and tools",
    "systems are replaced, and one of them serves many capabilities; who owns `kafka` owns nothing that anybody asks about",
);
pub(super) static SERVICE: Rule = Rule::new(
    "workshop/service",
    "A domain is no single service",
    "services are cut for deployment; one domain for each splits what the business calls one thing, and each has too little to own",
);
pub(super) static SPLIT: Rule = Rule::new(
    "workshop/split-capability",
    "A capability belongs to one domain",
    "what two domains do, neither answers for; a step in the life of a thing belongs to whoever owns the thing",
);
pub(super) static SOURCE_TWICE: Rule = Rule::new(
    "workshop/source-owned-twice",
    "A source system belongs to one domain",
    "two teams that read one database make two truths of it, and neither is told when its tables change",
);
pub(super) static EVENT_TWICE: Rule = Rule::new(
    "workshop/event-owned-twice",
    "An event belongs to one domain",
    "when something happens, one team is the first to know: that team owns the data",
);
pub(super) static QUESTION_TWICE: Rule = Rule::new(
    "workshop/question-owned-twice",
    "A question belongs to one domain",
    "a question with two owners has two answers, and the meeting is about which is right",
);
pub(super) static NO_OWNER: Rule = Rule::new(
    "workshop/no-owner",
    "Every domain has a team",
    "a domain that nobody answers for is a hope; its products will have no owner either",
);
pub(super) static NO_CONTACT: Rule = Rule::new(
    "workshop/no-contact",
    "Every team can be reached",
    "whoever finds a number that is wrong has to know whom to write to, and whom to call at night",
);
pub(super) static ONE_TEAM: Rule = Rule::new(
    "workshop/one-team",
    "A team owns few domains",
    "three domains with one team are one domain with three names, or a team that will not keep up",
);
pub(super) static NO_EVENT: Rule = Rule::new(
    "workshop/no-event",
    "A domain with systems has events",
    "what happens in the business is what others can build on; tables alone say how it is stored today",
);
pub(super) static ONLY_CONSUMES: Rule = Rule::new(
    "workshop/only-consumes",
    "A domain offers something of its own",
    "a domain with neither systems nor events reads what others own: it is a consumer, and its questions are theirs",
);
pub(super) static NO_QUESTION: Rule = Rule::new(
    "workshop/no-question",
    "A domain owns questions",
    "data that answers nothing is kept and paid for, and nobody notices when it is wrong",
);
pub(super) static NOT_PAST: Rule = Rule::new(
    "workshop/not-in-the-past",
    "Events are named in the past tense",
    "an event is a fact: it happened. `create_order` is a command, which may fail, and `order` is a thing",
);
pub(super) static UNKNOWN_SOURCE: Rule = Rule::new(
    "workshop/unknown-source",
    "An event comes from a source system of its domain",
    "what is written down elsewhere belongs to whoever owns that system",
);
pub(super) static UNKNOWN_CONSUMER: Rule = Rule::new(
    "workshop/unknown-consumer",
    "Consumers are domains of the map",
    "nobody in the room speaks for them: the pilot names them as planned, and what they need is a guess",
);
pub(super) static SILENT_CONSUMER: Rule = Rule::new(
    "workshop/consumer-without-question",
    "A consumer has a question that needs the data",
    "access without a purpose is what governance has to take away again later; the pilot grants none",
);
pub(super) static CONSUMES_ITSELF: Rule = Rule::new(
    "workshop/consumes-itself",
    "No domain is its own consumer",
    "a domain reads its own data anyway; to say so hides that nobody else does",
);
pub(super) static BIG_BANG: Rule = Rule::new(
    "workshop/big-bang",
    "A first map has few domains",
    "two or three that want it are a pilot; all at once is a reorganisation, and there are no early wins to learn from",
);

/// Every rule about a map, those of its reading among them.
pub static RULES: &[&Rule] = &[
    &BIG_BANG,
    &SILENT_CONSUMER,
    &CONSUMES_ITSELF,
    &EVENT_TWICE,
    &EVERYTHING,
    &FIRST_OF_DOMAIN,
    &NO_AMOUNT,
    &NO_COMMON_KEY,
    &NO_CONTACT,
    &NO_EVENT,
    &NO_OWNER,
    &NO_QUESTION,
    &NOT_CARRIED,
    &NOT_PAST,
    &ONE_TEAM,
    &ONLY_CONSUMES,
    &QUESTION_TWICE,
    &REPORTING,
    &SAME_NAME,
    &SERVICE,
    &SOURCE_TWICE,
    &SPLIT,
    &SYSTEM,
    &UNFIT,
    &UNKNOWN_CONSUMER,
    &UNKNOWN_NEED,
    &UNKNOWN_SOURCE,
    &DUPLICATE_DOMAIN,
    &DUPLICATE_EVENT,
    &EMPTY,
    &LOOP,
];
