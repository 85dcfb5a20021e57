//! Python's random numbers: the generator of the fixed accounts is a Python script, and
//! its accounts are the same here only if the dice are.

/// MT19937, seeded as `random.Random(seed)` seeds it.
pub struct Twister {
    state: [u32; LENGTH],
    next: usize,
}

const LENGTH: usize = 624;
const MIDDLE: usize = 397;

impl Twister {
    pub fn new(seed: u32) -> Self {
        let mut state = [0_u32; LENGTH];
        state[0] = 19_650_218;
        for i in 1..LENGTH {
            state[i] = spread(state[i - 1])
                .wrapping_mul(1_812_433_253)
                .wrapping_add(i as u32);
        }
        let mut i = 1;
        for round in 0..2 * LENGTH - 1 {
            let before = spread(state[i - 1]);
            state[i] = if round < LENGTH {
                (state[i] ^ before.wrapping_mul(1_664_525)).wrapping_add(seed)
            } else {
                (state[i] ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32)
            };
            i += 1;
            if i == LENGTH {
                state[0] = state[LENGTH - 1];
                i = 1;
            }
        }
        state[0] = 1 << 31;
        Self {
            state,
            next: LENGTH,
        }
    }

    /// `random()`: from 0 up to 1.
    pub fn share(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// `randrange(count)`, which is what `choice` asks.
    pub fn below(&mut self, count: usize) -> usize {
        let spare = (count as u32).leading_zeros();
        loop {
            let drawn = (self.word() >> spare) as usize;
            if drawn < count {
                return drawn;
            }
        }
    }

    fn word(&mut self) -> u32 {
        if self.next == LENGTH {
            self.twist();
        }
        let mut word = self.state[self.next];
        self.next += 1;
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c_5680;
        word ^= (word << 15) & 0xefc6_0000;
        word ^ (word >> 18)
    }

    fn twist(&mut self) {
        for i in 0..LENGTH {
            let joined = (self.state[i] & 1 << 31) | (self.state[(i + 1) % LENGTH] & !(1 << 31));
            let odd = if joined & 1 == 1 { 0x9908_b0df } else { 0 };
            self.state[i] = self.state[(i + MIDDLE) % LENGTH] ^ (joined >> 1) ^ odd;
        }
        self.next = 0;
    }
}

fn spread(word: u32) -> u32 {
    word ^ (word >> 30)
}
