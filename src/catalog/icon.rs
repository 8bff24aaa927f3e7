//! Icons: one small picture a kind of action, beside its name wherever the kind is shown. The icons are glyphs of Phosphor Icons, regular weight
//! (`assets/fonts/Phosphor-Signalbox.ttf`); the core knows their code points and draws none.

/// The first code point of the plane in which the font has its icons. Inter has glyphs of its own at the code points of Phosphor.
const PLANE: u32 = 0x000f_0000;

/// Whether a character is that of an icon.
#[must_use]
pub fn is_icon(letter: char) -> bool {
    (PLANE..PLANE + 0x0001_0000).contains(&u32::from(letter))
}

macro_rules! icons {
    ($($name:ident = $code:literal,)*) => {
        /// An icon, by its name in Phosphor.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names say what the icons show")]
        pub enum Icon { $($name,)* }

        impl Icon {
            /// All icons.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The character that draws the icon in the fonts of the program.
            #[must_use]
            pub const fn glyph(self) -> char {
                let code = match self { $(Self::$name => $code,)* };
                match char::from_u32(PLANE + code) {
                    Some(glyph) => glyph,
                    None => char::REPLACEMENT_CHARACTER,
                }
            }
        }
    };
}

// The name in Phosphor, and the code point there. `.ci/make_icons` makes the font from these lines.
icons! {
    ArrowBendUpLeft = 0xe024,
    ArrowBendUpRight = 0xe026,
    ArrowUDownLeft = 0xe07e,
    ArrowsSplit = 0xed3c,
    At = 0xe0ac,
    BellRinging = 0xe5e8,
    Briefcase = 0xe0ee,
    CalendarBlank = 0xe10a,
    CalendarDots = 0xe7b4,
    CalendarPlus = 0xe714,
    ChartPieSlice = 0xe15a,
    ChatCircle = 0xe168,
    ChatCircleDots = 0xe16c,
    ChatText = 0xe17a,
    CheckCircle = 0xe184,
    CheckSquare = 0xe186,
    Clock = 0xe19a,
    Cloud = 0xe1aa,
    CreditCard = 0xe1d2,
    Database = 0xe1de,
    DeviceMobile = 0xe1e0,
    DeviceMobileSpeaker = 0xe1e4,
    EnvelopeSimple = 0xe218,
    Equals = 0xe21c,
    Flag = 0xe244,
    FloppyDisk = 0xe248,
    FlowArrow = 0xe6ec,
    FolderOpen = 0xe256,
    FolderPlus = 0xe258,
    Footprints = 0xea88,
    Funnel = 0xe266,
    GitFork = 0xe27e,
    GitMerge = 0xe280,
    Globe = 0xe288,
    Hash = 0xe2a2,
    Headset = 0xe584,
    Hourglass = 0xe2b2,
    IdentificationBadge = 0xe6f6,
    IdentificationCard = 0xe2c8,
    LinkBreak = 0xe2e4,
    ListBullets = 0xe2f2,
    MagnifyingGlass = 0xe30c,
    Megaphone = 0xe324,
    Microphone = 0xe326,
    NotePencil = 0xe34c,
    NumberSquareTwo = 0xe384,
    Pause = 0xe39e,
    PhoneCall = 0xe3ba,
    PhoneList = 0xe3cc,
    PhonePlus = 0xec56,
    PhoneTransfer = 0xe3c6,
    PlayCircle = 0xe3d2,
    PlugsConnected = 0xeb5a,
    Question = 0xe3e8,
    Queue = 0xe6ac,
    Receipt = 0xe3ec,
    Record = 0xe3ee,
    Repeat = 0xe3f6,
    Signpost = 0xe89c,
    SimCard = 0xe664,
    Stack = 0xe466,
    Star = 0xe46a,
    StopCircle = 0xe46e,
    Swap = 0xe83c,
    Table = 0xe476,
    Tag = 0xe478,
    Target = 0xe47c,
    Translate = 0xe4a2,
    User = 0xe4c2,
    UserCirclePlus = 0xe4ca,
    UserPlus = 0xe4d0,
    UsersThree = 0xe68e,
    Voicemail = 0xe4de,
    Warning = 0xe4e0,
    WhatsappLogo = 0xe5d0,
    XCircle = 0xe4f8,
}
