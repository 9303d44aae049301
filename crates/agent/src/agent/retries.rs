/// How often the model may repair what it did wrong, before the run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// For each tool; counted from zero again when a call of it succeeds. Default 1.
    pub tools: u32,
    /// For the answer; counted over the whole run. Default 1.
    pub output: u32,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            tools: 1,
            output: 1,
        }
    }
}
