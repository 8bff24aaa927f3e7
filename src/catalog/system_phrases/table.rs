//! The phrases, with their texts in English, French, German and Spanish.

use super::Phrase;

/// Every phrase, in the order of the page of phrases.
pub const ALL: &[&Phrase] = &[
    &QUEUE_POSITION,
    &QUEUE_WAIT_MINUTE,
    &QUEUE_WAIT_MINUTES,
    &QUEUE_WAIT_HOURS,
    &BEEP,
    &RECORDING,
    &CARD_ENTRY,
    &PAYMENT_LINK,
    &SURVEY_SCALE,
    &SURVEY_SCALE_WRITTEN,
    &SURVEY_YES_NO,
    &SURVEY_CHOICE,
    &YES,
    &NO,
];

const fn phrase(
    key: &'static str,
    (name, help): (&'static str, &'static str),
    placeholders: &'static [&'static str],
    defaults: [&'static str; 4],
) -> Phrase {
    Phrase { key, name, help, placeholders, is_words: false, defaults }
}

const fn words(key: &'static str, (name, help): (&'static str, &'static str), defaults: [&'static str; 4]) -> Phrase {
    Phrase { key, name, help, placeholders: &[], is_words: true, defaults }
}

/// The position in a queue.
pub static QUEUE_POSITION: Phrase = phrase(
    "queue_position",
    ("Position in a queue", "Said to a customer who waits in a queue that announces the position."),
    &["position"],
    [
        "You are number {position} in the queue.",
        "Vous êtes en position {position} dans la file d'attente.",
        "Sie sind an Position {position} der Warteschlange.",
        "Está en la posición {position} de la cola.",
    ],
);

/// An estimated wait of up to one minute.
pub static QUEUE_WAIT_MINUTE: Phrase = phrase(
    "queue_wait_minute",
    ("Wait of one minute", "Said in a queue that announces the estimated wait, when it is up to one minute."),
    &[],
    [
        "The estimated wait is one minute.",
        "Le temps d'attente estimé est d'une minute.",
        "Die voraussichtliche Wartezeit beträgt eine Minute.",
        "El tiempo de espera estimado es de un minuto.",
    ],
);

/// An estimated wait of several minutes.
pub static QUEUE_WAIT_MINUTES: Phrase = phrase(
    "queue_wait_minutes",
    ("Wait of several minutes", "Said when the estimated wait is 2 to 119 minutes."),
    &["minutes"],
    [
        "The estimated wait is {minutes} minutes.",
        "Le temps d'attente estimé est de {minutes} minutes.",
        "Die voraussichtliche Wartezeit beträgt {minutes} Minuten.",
        "El tiempo de espera estimado es de {minutes} minutos.",
    ],
);

/// An estimated wait of several hours.
pub static QUEUE_WAIT_HOURS: Phrase = phrase(
    "queue_wait_hours",
    ("Wait of several hours", "Said when the estimated wait is two hours or more."),
    &["hours"],
    [
        "The estimated wait is {hours} hours.",
        "Le temps d'attente estimé est de {hours} heures.",
        "Die voraussichtliche Wartezeit beträgt {hours} Stunden.",
        "El tiempo de espera estimado es de {hours} horas.",
    ],
);

/// What a voice mailbox without a greeting says.
pub static BEEP: Phrase = phrase(
    "beep",
    ("Before the beep", "Said by a voice mailbox that has no greeting."),
    &[],
    [
        "Please leave a message after the beep.",
        "Veuillez laisser un message après le bip.",
        "Bitte hinterlassen Sie nach dem Signalton eine Nachricht.",
        "Deje su mensaje después de la señal.",
    ],
);

/// What announces a recording where the action has no text.
pub static RECORDING: Phrase = phrase(
    "recording",
    ("Recording", "Said before a recording that is announced without a text of its own."),
    &[],
    [
        "This call is recorded.",
        "Cet appel est enregistré.",
        "Dieses Gespräch wird aufgezeichnet.",
        "Esta llamada se graba.",
    ],
);

/// What asks for a card on the telephone.
pub static CARD_ENTRY: Phrase = phrase(
    "card_entry",
    ("Card entry", "Said on the telephone before the customer enters a card."),
    &["amount", "currency"],
    [
        "Please enter your card to pay {amount} {currency}, or press star to stop.",
        "Veuillez saisir votre carte pour payer {amount} {currency}, ou appuyez sur étoile pour arrêter.",
        "Bitte geben Sie Ihre Karte ein, um {amount} {currency} zu bezahlen, oder drücken Sie die Sterntaste, um abzubrechen.",
        "Introduzca su tarjeta para pagar {amount} {currency} o pulse asterisco para cancelar.",
    ],
);

/// What asks for a payment in writing.
pub static PAYMENT_LINK: Phrase = phrase(
    "payment_link",
    ("Payment by link", "Written in a chat or an email with the link by which the customer pays."),
    &["amount", "currency"],
    [
        "Please pay {amount} {currency} with this link.",
        "Veuillez payer {amount} {currency} avec ce lien.",
        "Bitte bezahlen Sie {amount} {currency} über diesen Link.",
        "Pague {amount} {currency} con este enlace.",
    ],
);

/// How a question with a scale is answered on the telephone.
pub static SURVEY_SCALE: Phrase = phrase(
    "survey_scale",
    ("Survey: scale", "Said on the telephone after a question with a scale that says how to answer."),
    &[],
    [
        "Press a key from 0 to 9.",
        "Tapez un chiffre de 0 à 9.",
        "Drücken Sie eine Taste von 0 bis 9.",
        "Pulse una tecla del 0 al 9.",
    ],
);

/// How a question with a scale is answered in writing.
pub static SURVEY_SCALE_WRITTEN: Phrase = phrase(
    "survey_scale_written",
    ("Survey: scale, in writing", "Written after a question with a scale that says how to answer."),
    &[],
    [
        "Answer with a number from 0 to 9.",
        "Répondez par un chiffre de 0 à 9.",
        "Antworten Sie mit einer Zahl von 0 bis 9.",
        "Responda con un número del 0 al 9.",
    ],
);

/// How a yes/no question is answered on the telephone.
pub static SURVEY_YES_NO: Phrase = phrase(
    "survey_yes_no",
    ("Survey: yes or no", "Said on the telephone after a yes/no question that says how to answer."),
    &[],
    [
        "Press 1 for yes, 2 for no.",
        "Tapez 1 pour oui, 2 pour non.",
        "Drücken Sie 1 für Ja, 2 für Nein.",
        "Pulse 1 para sí, 2 para no.",
    ],
);

/// How one of several choices is taken on the telephone.
pub static SURVEY_CHOICE: Phrase = phrase(
    "survey_choice",
    ("Survey: a choice", "Said on the telephone for each choice of a question that says how to answer."),
    &["choice", "key"],
    [
        "For {choice}, press {key}.",
        "Pour {choice}, tapez {key}.",
        "Für {choice} drücken Sie {key}.",
        "Para {choice}, pulse {key}.",
    ],
);

/// The words for yes.
pub static YES: Phrase = words(
    "yes",
    (
        "Yes",
        "Words that mean yes, separated by commas. Customers read the first one; the words of all languages are understood, and so is a thumb up.",
    ),
    [
        "Yes, y, yeah, yep, yup, ok, okay, sure",
        "Oui, o, ouais, d'accord, ok",
        "Ja, j, jawohl, klar, ok, okay",
        "Sí, si, s, claro, vale, ok",
    ],
);

/// The words for no.
pub static NO: Phrase = words(
    "no",
    (
        "No",
        "Words that mean no, separated by commas. Customers read the first one; the words of all languages are understood, and so is a thumb down.",
    ),
    ["No, n, nope, nah", "Non, n, nan", "Nein, n, nee, nö", "No, que no, n"],
);
