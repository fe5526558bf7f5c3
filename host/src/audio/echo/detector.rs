//! Is there an echo at all? With headphones there is none, and a canceller that looks for it only harms my voice:
//! AEC3 takes up to 15 dB from it while both talk (measured), because nothing contradicts its fear of an echo.

/// Blocks that are judged together, 0.5 s: no echo that AEC3 can cancel comes later than that.
const SLOT: u32 = 125;
/// Mean square of the others' sound in a slot from which it says something: −45 dB full scale.
const AUDIBLE: f32 = 3.2e-5;
/// An echo weaker than this, −33 dB, is as good as none.
const INAUDIBLE: f32 = 5e-4;
/// So many slots in which they talked and the microphone heard nothing show that there is no echo.
const CLEAR_SLOTS: u32 = 2;
/// A block has an echo in it when the linear filter takes away so much of its energy: 6 dB.
const CANCELLED: f32 = 0.25;
/// So many such blocks in a slot are an echo. While they alone talk there are 40 to 125 of them after the first
/// second, and without an echo 5 at most, whoever talks (measured on four echo paths).
const ECHO_BLOCKS: u32 = 12;
/// While both talk an echo hides: then so many slots decide together, 4 s of their speech.
const HIDDEN_SLOTS: u32 = 8;
/// Blocks with an echo in them that such slots have at least when there is one.
const HIDDEN_BLOCKS: u32 = 16;

/// Energies of a slot's blocks.
#[derive(Clone, Copy, Default)]
struct Slot {
    blocks: u32,
    far: f32,
    near: f32,
    /// Blocks that had an echo in them.
    cancelled: u32,
}

/// Decides from the energies of blocks. Believes in an echo until shown otherwise.
#[derive(Default)]
pub(super) struct Detector {
    slot: Slot,
    before: Slot,
    clear: u32,
    /// Slots in which they talked since an echo was found, and blocks with an echo in these.
    searched: Searched,
}

#[derive(Default)]
struct Searched {
    slots: u32,
    found: u32,
}

impl Detector {
    /// Takes the mean squares of a block: of the others, of the microphone, and of the microphone after the linear
    /// filter. All blocks in which the others or their echo may be heard.
    pub(super) fn push(&mut self, far: f32, near: f32, linear: f32) {
        self.slot.blocks += 1;
        self.slot.far += far;
        self.slot.near += near;
        let audible = near > far * INAUDIBLE && near > AUDIBLE * INAUDIBLE;
        self.slot.cancelled += u32::from(audible && linear < near * CANCELLED);
        if self.slot.blocks == SLOT {
            let slot = std::mem::take(&mut self.slot);
            self.judge(slot);
            self.before = slot;
        }
    }

    /// The echo of the slot before lies in that slot and in this one.
    fn judge(&mut self, slot: Slot) {
        if slot.cancelled >= ECHO_BLOCKS {
            (self.clear, self.searched) = (0, Searched::default());
            return;
        }
        // A muted microphone proves nothing.
        if slot.near == 0.0 || self.before.far < AUDIBLE * SLOT as f32 {
            return;
        }
        self.searched.slots += 1;
        self.searched.found += slot.cancelled;
        if self.before.near + slot.near < self.before.far * INAUDIBLE {
            self.clear = self.clear.saturating_add(1);
        }
        if self.searched.slots == HIDDEN_SLOTS {
            let searched = std::mem::take(&mut self.searched);
            if searched.found < HIDDEN_BLOCKS {
                self.clear = CLEAR_SLOTS;
            }
        }
    }

    /// Whether the microphone may be hearing the others.
    pub(super) fn echo_is_possible(&self) -> bool {
        self.clear < CLEAR_SLOTS
    }
}
