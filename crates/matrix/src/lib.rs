//! Products of quantised matrices and rows on the processor: what the inference of mynah's models is made of.
//!
//! Owns the packed layout of every block format of GGUF and ggml, the SIMD kernels behind one trait ([`Lanes`]), the element-wise
//! operations, and the pool of threads that shares the work. Does not know layers, tokens or files beyond the bytes of one matrix.
//!
//! A matrix is read once ([`Matrix::load`]), packed for computing. [`Inputs`] hold the rows to multiply it by, as floating-point
//! numbers and quantised to 8 bits; [`products`] writes [`Outputs`].

mod arena;
mod elementwise;
mod inputs;
mod kernels;
mod matrix;
mod thread_pool;

pub use arena::Arena;
pub use elementwise::{Activate, Activation, Cap, Normalise, add, capped, exponential};
pub use inputs::{Group, Inputs, PackedWords, ROW_TILE};
pub use kernels::{LANES, Lanes, Processor, Work};
pub use matrix::{
    FORMATS, Floating, Half, Matrix, MatrixSource, NOT_FINITE, Outputs, PAIR, Single, gated, products,
};
pub use thread_pool::ThreadPool;
