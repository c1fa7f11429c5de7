//! The interface of `wit/tool.wit` as Rust types, made by wasmtime's macro.
//!
//! Owns nothing else.
#![allow(clippy::all, clippy::pedantic, missing_docs, reason = "generated code")]

wasmtime::component::bindgen!({
    path: "wit",
    world: "tool",
    imports: { default: async },
    exports: { default: async },
});
