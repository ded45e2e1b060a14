//! The nations of the United Kingdom: their public holidays differ, and so do the rules about meetings.

/// A nation of the United Kingdom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Nation {
    #[default]
    England,
    Wales,
    Scotland,
    NorthernIreland,
}

impl Nation {
    pub const ALL: [Nation; 4] = [
        Nation::England,
        Nation::Wales,
        Nation::Scotland,
        Nation::NorthernIreland,
    ];

    /// The name in files and options.
    pub fn id(self) -> &'static str {
        match self {
            Nation::England => "england",
            Nation::Wales => "wales",
            Nation::Scotland => "scotland",
            Nation::NorthernIreland => "northern-ireland",
        }
    }

    pub fn parse(text: &str) -> Option<Nation> {
        Nation::ALL
            .into_iter()
            .find(|nation| nation.id().eq_ignore_ascii_case(text))
    }
}
