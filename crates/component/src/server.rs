//! A component as a server of the Model Context Protocol, on standard input and output.
//!
//! Owns how its tools are listed and called by the protocol's own crate, and how a component's question reaches the client's
//! language model (`sampling/createMessage`). What a component says of its tools is asked once, when the server starts.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig, Tool,
};
use rmcp::service::RequestContext;
use rmcp::transport::stdio;
use rmcp::{ErrorData, Peer, RoleServer, ServerHandler, ServiceExt};

use crate::bindings::Description;
use crate::complaint::complain;
use crate::error::ComponentError;
use crate::host::Grants;
use crate::limits::CallLimits;
use crate::model::{Generated, ModelAccess};
use crate::program::Program;
use crate::values;

/// Serves until standard input ends.
pub(crate) async fn serve(
    file: &Path,
    mut grants: Grants,
    limits: CallLimits,
    has_model: bool,
) -> Result<(), ComponentError> {
    let client = Arc::new(Client::default());
    if has_model {
        grants.model = Some(client.clone());
    }
    let program = Program::load(file, grants, limits)?;
    let tools = program.tools().await?;
    let broken = |error: String| ComponentError::Engine(error);
    let server = ComponentServer { program, tools };
    let running = server
        .serve(stdio())
        .await
        .map_err(|error| broken(error.to_string()))?;
    // Nobody has written to it before.
    let _ = client.peer.set(running.peer().clone());
    running
        .waiting()
        .await
        .map_err(|error| broken(error.to_string()))?;
    Ok(())
}

/// Whoever has started this server, as the owner of a language model.
#[derive(Default)]
struct Client {
    peer: OnceLock<Peer<RoleServer>>,
}

impl ModelAccess for Client {
    #[expect(
        deprecated,
        reason = "the protocol's newest version drops sampling; mynah speaks those that have it"
    )]
    fn generate(&self, prompt: String, max_tokens: u32) -> Generated<'_> {
        use rmcp::model::{CreateMessageRequestParams, SamplingMessage};
        Box::pin(async move {
            let peer = self.peer.get()?;
            peer.peer_info()?.capabilities.sampling.as_ref()?;
            let asked = CreateMessageRequestParams::new(vec![SamplingMessage::user_text(prompt)], max_tokens);
            match peer.create_message(asked).await {
                Ok(answer) => {
                    let text = answer
                        .message
                        .content
                        .first()
                        .and_then(|content| content.as_text());
                    text.map(|text| text.text.clone())
                }
                Err(error) => {
                    complain(format_args!("the language model did not answer: {error}"));
                    None
                }
            }
        })
    }
}

struct ComponentServer {
    program: Program,
    tools: Vec<Description>,
}

impl ServerHandler for ComponentServer {
    fn get_info(&self) -> ServerConfig {
        let about = Implementation::new("mynah-component", env!("CARGO_PKG_VERSION"));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build()).with_server_info(about)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.tools.iter().map(|tool| {
            Tool::new(
                tool.name.clone(),
                tool.text.clone(),
                Arc::new(values::schema(tool)),
            )
        });
        Ok(ListToolsResult::with_all_items(tools.collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let result = match self.answer(&request).await {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            Err(error) => {
                complain(format_args!("{}: {error}", request.name.escape_debug()));
                CallToolResult::error(vec![ContentBlock::text(error.to_string())])
            }
        };
        Ok(result.into())
    }
}

impl ComponentServer {
    async fn answer(&self, request: &CallToolRequestParams) -> Result<String, ComponentError> {
        let tool = self.tools.iter().find(|tool| tool.name == request.name);
        let tool =
            tool.ok_or_else(|| ComponentError::NoTool(request.name.escape_debug().take(80).collect()))?;
        let given = request.arguments.clone().unwrap_or_default();
        let arguments = values::arguments(tool, &given)?;
        self.program.call(&tool.name, &arguments).await
    }
}
