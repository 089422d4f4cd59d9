//! Expansion of random tokens: it never panics, and never returns nothing.

use proc_macro2::TokenStream;

use crate::fallback::{expand_client, expand_misplaced};

/// A random generator with the same numbers on every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).expect("a remainder fits")
    }
}

const WORDS: [&str; 60] = [
    "attempts",
    "=",
    ",",
    "3",
    "5s",
    "1.5ms",
    "0",
    "-",
    "\"/x/{id}\"",
    "\"\"",
    "\"{\"",
    "(",
    ")",
    "[",
    "]",
    "429",
    "502..=504",
    "..",
    "off",
    "exponential",
    "list",
    "(1s)",
    "list(1s, x)",
    "base",
    "max",
    "jitter",
    "full",
    "timeout",
    "headers",
    "(\"a\" = \"b\")",
    "crate",
    "::x",
    "dyn",
    "statuses",
    "errors",
    "[connect]",
    "when",
    "|a, b| c",
    "'c'",
    "true",
    "unlimited",
    "PROPFIND",
    "until",
    "r#type",
    "#",
    "_",
    "<",
    ">",
    ":",
    "=>",
    "unprocessed_only",
    "none_on",
    "base_url",
    "\"https://h\"",
    "\"\\0\"",
    "99999999999999999999s",
    "1e9",
    "b\"x\"",
    "-5s",
    "{}",
];

fn tokens(numbers: &mut Numbers) -> String {
    let count = numbers.below(9);
    (0..count)
        .map(|_| WORDS[numbers.below(WORDS.len())])
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn random_attributes_expand_to_rust() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut expanded = 0;
    for _ in 0..4_000 {
        let mut garbage = || tokens(&mut numbers);
        let verb = ["get", "post", "request", "pots"][garbage().len() % 4];
        let role = ["query", "header", "json", "path"][garbage().len() % 4];
        let item = format!(
            "#[retry({})] trait Api {{ #[{verb}({})] #[retry({})] #[idempotent({})]
                async fn x(&self, #[{role}({})] id: u8) -> Result<()>; }}",
            garbage(),
            garbage(),
            garbage(),
            garbage(),
            garbage(),
        );
        let args = garbage();
        // The lexer refuses unbalanced brackets before any macro sees them.
        let (Ok(args), Ok(item)) = (args.parse::<TokenStream>(), item.parse::<TokenStream>())
        else {
            continue;
        };
        let output = expand_client(args, &item);
        let is_trait = syn::parse2::<syn::ItemTrait>(item.clone()).is_ok();
        assert!(
            !is_trait || syn::parse2::<syn::File>(output).is_ok(),
            "{item}"
        );
        expanded += usize::from(is_trait);
    }
    assert!(
        expanded > 300,
        "only {expanded} of the inputs had balanced brackets"
    );
}

#[test]
fn random_items_expand_to_something() {
    let mut numbers = Numbers(0x2545_F491_4F6C_DD1D);
    for _ in 0..4_000 {
        let text = tokens(&mut numbers);
        let Ok(item) = text.parse::<TokenStream>() else {
            continue;
        };
        assert!(!expand_client(TokenStream::new(), &item).is_empty());
        assert!(!expand_misplaced("get", item).is_empty());
    }
}
