"""Courses: how a business of the kind may present itself."""

from autoforge_envs.synthesis.design.blocks import Vocabulary
from autoforge_envs.synthesis.design.nouns import Noun

VOCABULARIES = (
    Vocabulary(
        title="Hollow Oak Academy",
        about="a school for adults that teaches in the evening. You enrol students, keep waiting "
        "lists, take fees and issue certificates.",
        nouns={
            "party": Noun("student"),
            "deal": Noun("enrolment"),
            "course": Noun("course"),
            "group": Noun("evening class", "evening classes"),
        },
        words={
            "subjects": ("accounting", "photography", "programming", "history"),
            "titles": ("Foundations of {}", "{} in Practice", "Advanced {}", "{} Workshop"),
            "discounts": ("pensioner", "job_seeker", "former_student"),
            "base_fee": 14000,
        },
    ),
    Vocabulary(
        title="Quayside Languages",
        about="a language school. You enrol learners, keep waiting lists, take fees and issue "
        "certificates.",
        nouns={
            "party": Noun("learner"),
            "deal": Noun("registration"),
            "course": Noun("module"),
            "group": Noun("group"),
        },
        words={
            "subjects": ("spanish", "polish", "arabic", "swedish"),
            "titles": ("First {}", "Everyday {}", "{} for Work", "{} Conversation"),
            "discounts": ("student", "volunteer", "returning_learner"),
            "base_fee": 9800,
        },
    ),
    Vocabulary(
        title="Stage Door Studio",
        about="a studio for dance and music. You enrol pupils, keep waiting lists, take fees and "
        "issue certificates.",
        nouns={
            "party": Noun("pupil"),
            "deal": Noun("booking"),
            "course": Noun("programme"),
            "group": Noun("ensemble"),
        },
        words={
            "subjects": ("tango", "ballet", "piano", "singing"),
            "titles": ("{} from Scratch", "{} Technique", "{} Repertoire", "{} on Stage"),
            "discounts": ("family_member", "apprentice", "choir_member"),
            "base_fee": 11500,
        },
    ),
)
