//! Whether every colour can be seen, by the rule of the Web Content Accessibility
//! Guidelines 2.2 (contrast ratio), and told apart by eyes that lack a kind of cone.

use super::{LEVELS, Named, Palette, ThemeName, Tint};

type Rgb = (u8, u8, u8);
type Entry = (&'static str, Tint);

/// The colours of xterm's palette, which the themes do not use at 256 colours.
const XTERM: [Rgb; 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

fn indexed(index: u8) -> Rgb {
    match index {
        0..=15 => XTERM[usize::from(index)],
        16..=231 => {
            let place = usize::from(index - 16);
            let level = |divisor: usize| LEVELS[place / divisor % 6];
            (level(36), level(6), level(1))
        }
        232..=255 => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

/// `None` for what is the terminal's own text.
fn named(colour: Named) -> Option<Rgb> {
    XTERM.get(colour as usize).copied()
}

fn linear(value: u8) -> f64 {
    let value = f64::from(value) / 255.0;
    if value <= 0.040_45 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let luminance = |(r, g, b): Rgb| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// What must be read and what must be seen, by name.
fn texts_and_marks(palette: &Palette) -> (Vec<Entry>, Vec<Entry>) {
    let texts = vec![
        ("text", palette.text),
        ("quiet", palette.quiet),
        ("accent", palette.accent),
        ("healthy", palette.healthy),
        ("pending", palette.pending),
        ("unknown", palette.unknown),
        ("warning", palette.warning),
        ("error", palette.error),
    ];
    let wires = palette.wires.map(|tint| ("wire", tint));
    let accounts = palette.accounts.map(|tint| ("account", tint));
    let dimmed = [("dimmed", palette.dimmed)];
    (texts, [&wires[..], &accounts, &dimmed].concat())
}

#[test]
fn everything_stands_out_from_its_background() {
    for theme in ThemeName::ALL {
        let palette = Palette::of(theme);
        let (for_text, for_marks) = match theme {
            ThemeName::HighContrast => (7.0, 7.0),
            _ => (4.5, 3.0),
        };
        let (texts, marks) = texts_and_marks(palette);
        let texts = texts
            .into_iter()
            .map(|named| (named, palette.ground, for_text));
        let marks = marks
            .into_iter()
            .map(|named| (named, palette.ground, for_marks));
        let reversed = [
            (
                ("on the accent", palette.reversed),
                palette.accent,
                for_text,
            ),
            (
                ("on the warning", palette.reversed),
                palette.warning,
                for_text,
            ),
        ];
        for ((name, tint), ground, least) in texts.chain(marks).chain(reversed) {
            let exact = contrast(tint.exact, ground.exact);
            assert!(exact >= least, "{theme} {name} {tint:?}: {exact:.2}");
            let in_256 = contrast(indexed(tint.indexed), indexed(ground.indexed));
            assert!(
                in_256 >= least,
                "{theme} {name} of 256 {tint:?}: {in_256:.2}"
            );
            assert!(tint.indexed > 15, "{theme} {name}: {tint:?}");
            // Every terminal has a palette of its own; of xterm's it is known.
            if let (Some(own), Some(ground)) = (named(tint.named), named(ground.named)) {
                let own = contrast(own, ground);
                assert!(own >= 3.0, "{theme} {name} of 16 {tint:?}: {own:.2}");
            }
        }
    }
}

/// What a person sees who lacks one of the three kinds of cones, after Machado,
/// Oliveira and Fernandes (2009), severity 1: protan, deutan, tritan.
const CONES: [[[f64; 3]; 3]; 3] = [
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

/// Lightness and the two axes of colour (CIE 1976 L*a*b*, D65).
fn lab([r, g, b]: [f64; 3]) -> [f64; 3] {
    let [r, g, b] = [r, g, b].map(|value| value.clamp(0.0, 1.0));
    let white = [
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83,
    ];
    let [long, middle, short] = white.map(|value| {
        if value > 0.008_856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    });
    [
        116.0 * middle - 16.0,
        500.0 * (long - middle),
        200.0 * (middle - short),
    ]
}

fn seen((r, g, b): Rgb, cones: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = [linear(r), linear(g), linear(b)];
    let row = |row: &[f64; 3]| {
        row.iter()
            .zip(light)
            .map(|(share, light)| share * light)
            .sum()
    };
    lab([row(&cones[0]), row(&cones[1]), row(&cones[2])])
}

#[test]
fn the_states_differ_for_the_colour_blind() {
    let palette = Palette::of(ThemeName::ColourBlind);
    let states = [
        ("healthy", palette.healthy),
        ("pending", palette.pending),
        ("unknown", palette.unknown),
        ("warning", palette.warning),
        ("error", palette.error),
    ];
    for (place, (one, tint)) in states.iter().enumerate() {
        for (other, beside) in &states[place + 1..] {
            for (kind, cones) in ["protan", "deutan", "tritan"].iter().zip(&CONES) {
                for (one_seen, other_seen) in [
                    (tint.exact, beside.exact),
                    (indexed(tint.indexed), indexed(beside.indexed)),
                ] {
                    let pair = seen(one_seen, cones)
                        .into_iter()
                        .zip(seen(other_seen, cones));
                    let apart = pair
                        .map(|(one, other)| (one - other).powi(2))
                        .sum::<f64>()
                        .sqrt();
                    // Five times what can just be told apart.
                    assert!(apart >= 11.5, "{one} and {other}, {kind}: {apart:.1}");
                }
            }
        }
    }
}
