//! What a name that is not there was meant to be.

use crate::analysis::policy::is_standard_library;

/// Names that are compared; a program with more is answered from the first ones.
const MAX_CANDIDATES: usize = 4096;
/// Longest name that is compared, in characters.
const MAX_LENGTH: usize = 40;

/// Where names that programs often forget to import come from.
const IMPORTS: &[(&str, &str)] = &[
    ("np", "import numpy as np"),
    ("pd", "import pandas as pd"),
    ("plt", "import matplotlib.pyplot as plt"),
    ("sns", "import seaborn as sns"),
    ("dt", "import datetime as dt"),
    ("ET", "import xml.etree.ElementTree as ET"),
    ("numpy", "import numpy"),
    ("pandas", "import pandas"),
    ("scipy", "import scipy"),
    ("timedelta", "from datetime import timedelta"),
    ("date", "from datetime import date"),
    ("timezone", "from datetime import timezone"),
    ("defaultdict", "from collections import defaultdict"),
    ("Counter", "from collections import Counter"),
    ("deque", "from collections import deque"),
    ("namedtuple", "from collections import namedtuple"),
    ("OrderedDict", "from collections import OrderedDict"),
    ("dataclass", "from dataclasses import dataclass"),
    ("field", "from dataclasses import field"),
    ("asdict", "from dataclasses import asdict"),
    ("reduce", "from functools import reduce"),
    ("lru_cache", "from functools import lru_cache"),
    ("cache", "from functools import cache"),
    ("partial", "from functools import partial"),
    ("wraps", "from functools import wraps"),
    ("chain", "from itertools import chain"),
    ("combinations", "from itertools import combinations"),
    ("permutations", "from itertools import permutations"),
    ("product", "from itertools import product"),
    ("groupby", "from itertools import groupby"),
    ("islice", "from itertools import islice"),
    ("Path", "from pathlib import Path"),
    ("Decimal", "from decimal import Decimal"),
    ("Fraction", "from fractions import Fraction"),
    ("Enum", "from enum import Enum"),
    ("ABC", "from abc import ABC"),
    ("abstractmethod", "from abc import abstractmethod"),
    ("deepcopy", "from copy import deepcopy"),
    ("StringIO", "from io import StringIO"),
    ("BytesIO", "from io import BytesIO"),
    ("Any", "from typing import Any"),
    ("Optional", "from typing import Optional"),
    ("Union", "from typing import Union"),
    ("NamedTuple", "from typing import NamedTuple"),
    ("TypedDict", "from typing import TypedDict"),
    ("TypeVar", "from typing import TypeVar"),
    ("Protocol", "from typing import Protocol"),
    ("sqrt", "from math import sqrt"),
    ("pi", "from math import pi"),
    ("gcd", "from math import gcd"),
    ("factorial", "from math import factorial"),
    ("randint", "from random import randint"),
    ("mean", "from statistics import mean"),
    ("median", "from statistics import median"),
    ("stdev", "from statistics import stdev"),
    ("pprint", "from pprint import pprint"),
    ("contextmanager", "from contextlib import contextmanager"),
    ("dedent", "from textwrap import dedent"),
    ("tools", "from host import tools"),
];

/// Builtins of Python 2.
const RENAMED: &[(&str, &str)] = &[
    ("xrange", "range"),
    ("unicode", "str"),
    ("basestring", "str"),
    ("raw_input", "input"),
    ("unichr", "chr"),
    ("long", "int"),
    ("null", "None"),
    ("true", "True"),
    ("false", "False"),
    ("nan", "float('nan')"),
    ("undefined", "None"),
];

/// What to add or to write for `name`, for names that are known to be forgotten or confused.
pub(in crate::analysis) fn import_advice(name: &str) -> Option<String> {
    if let Some((_, now)) = RENAMED.iter().find(|(old, _)| *old == name) {
        return Some(format!("write `{now}`"));
    }
    if let Some((_, statement)) = IMPORTS.iter().find(|(known, _)| *known == name) {
        return Some(format!("add `{statement}` at the top"));
    }
    is_standard_library(name).then(|| format!("add `import {name}` at the top"))
}

/// The candidate that differs from `name` by the fewest changes of a letter: at most one in three letters. Of several,
/// the first by the alphabet.
pub(in crate::analysis) fn nearest<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c str>,
) -> Option<&'c str> {
    let letters: Vec<char> = name.chars().take(MAX_LENGTH + 1).collect();
    let most = (letters.len() / 3).max(1);
    if letters.len() < 2 || letters.len() > MAX_LENGTH {
        return None;
    }
    candidates
        .take(MAX_CANDIDATES)
        .filter_map(|candidate| Some((changes(&letters, candidate, most)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Letters to insert, remove, replace or swap with their neighbour, if there are at most `most` of them.
fn changes(name: &[char], candidate: &str, most: usize) -> Option<usize> {
    let other: Vec<char> = candidate.chars().take(MAX_LENGTH + 1).collect();
    if name.len().abs_diff(other.len()) > most || other.len() < 2 {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in name.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, theirs) in other.iter().enumerate() {
            let at =
                |line: &[usize], place: usize| line.get(place).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, column) + usize::from(letter != theirs);
            let mut best = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&now, column) + 1);
            let is_swapped = row > 0
                && column > 0
                && name.get(row - 1) == Some(theirs)
                && other.get(column - 1) == Some(letter);
            if is_swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            now.push(best);
        }
        before_last = std::mem::replace(&mut last, now);
    }
    last.last().copied().filter(|changes| *changes <= most)
}

#[cfg(test)]
mod tests {
    use super::{import_advice, nearest};

    #[test]
    fn the_nearest_name_is_at_most_a_third_away() {
        let known = ["total", "totals", "print", "x"];
        let nearest = |name| nearest(name, known.into_iter());
        assert_eq!(nearest("totla"), Some("total"));
        assert_eq!(nearest("prnt"), Some("print"));
        assert_eq!(nearest("Total"), Some("total"));
        assert_eq!(nearest("unrelated"), None);
        assert_eq!(nearest("y"), None);
    }

    #[test]
    fn forgotten_imports_are_named() {
        assert_eq!(
            import_advice("np").as_deref(),
            Some("add `import numpy as np` at the top")
        );
        assert_eq!(
            import_advice("json").as_deref(),
            Some("add `import json` at the top")
        );
        assert_eq!(import_advice("xrange").as_deref(), Some("write `range`"));
        assert_eq!(import_advice("my_value"), None);
    }
}
