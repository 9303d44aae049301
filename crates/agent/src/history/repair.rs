use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::message::{
    Message, RequestMessage, RequestPart, ResponseMessage, ResponsePart, ToolArguments,
    ToolCallPart, ToolOutcome, ToolReturnPart,
};

/// What a call without a result is answered with.
const NO_RESULT: &str = "The call was interrupted and has no result.";

/// Makes a conversation acceptable to every provider; borrows it when it already is.
///
/// Calls without a result get one that says so. Results without a call, and second results, are left out. Arguments
/// that are no JSON object become `{}`. Empty messages are left out and requests that follow each other become one.
/// Calls at the very end count as without a result too.
pub fn repair(messages: &[Message]) -> Cow<'_, [Message]> {
    if is_sound(messages) {
        Cow::Borrowed(messages)
    } else {
        Cow::Owned(rebuild(messages))
    }
}

/// The calls of the last response that no later request answers. Output and function calls alike.
pub(crate) fn unanswered_calls(messages: &[Message]) -> Vec<ToolCallPart> {
    let Some(at) = messages
        .iter()
        .rposition(|message| matches!(message, Message::Response(_)))
    else {
        return Vec::new();
    };
    let Some(Message::Response(response)) = messages.get(at) else {
        return Vec::new();
    };
    let later = messages.get(at + 1..).unwrap_or_default();
    let answered: BTreeSet<&str> = later
        .iter()
        .filter_map(Message::as_request)
        .flat_map(|request| &request.parts)
        .filter_map(answered_id)
        .collect();
    response
        .tool_calls()
        .filter(|call| !answered.contains(call.tool_call_id.as_str()))
        .cloned()
        .collect()
}

/// The call that a part answers.
fn answered_id(part: &RequestPart) -> Option<&str> {
    match part {
        RequestPart::ToolReturn(result) => Some(&result.tool_call_id),
        RequestPart::RetryPrompt(retry) if retry.tool_name.is_some() => Some(&retry.tool_call_id),
        _ => None,
    }
}

fn is_sound(messages: &[Message]) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut after_request = false;
    for message in messages {
        match message {
            Message::Request(request) => {
                if after_request || request.parts.is_empty() {
                    return false;
                }
                for id in request.parts.iter().filter_map(answered_id) {
                    let Some(at) = open.iter().position(|open| *open == id) else {
                        return false;
                    };
                    open.swap_remove(at);
                }
                if !open.is_empty() {
                    return false;
                }
                after_request = true;
            }
            Message::Response(response) => {
                if response.parts.is_empty() || !open.is_empty() {
                    return false;
                }
                for call in response.tool_calls() {
                    if open.contains(&call.tool_call_id.as_str()) || !has_object(call) {
                        return false;
                    }
                    open.push(&call.tool_call_id);
                }
                after_request = false;
            }
        }
    }
    open.is_empty()
}

fn has_object(call: &ToolCallPart) -> bool {
    match &call.args {
        None | Some(ToolArguments::Object(_)) => true,
        Some(ToolArguments::Text(_)) => call.args_object().is_ok(),
    }
}

fn rebuild(messages: &[Message]) -> Vec<Message> {
    let mut sound: Vec<Message> = Vec::with_capacity(messages.len() + 1);
    let mut open: Vec<ToolCallPart> = Vec::new();
    let mut messages = messages.iter().peekable();
    while let Some(message) = messages.next() {
        match message {
            Message::Response(response) => {
                close(&mut sound, &mut open);
                let response = repaired_response(response);
                if !response.parts.is_empty() {
                    open = response.tool_calls().cloned().collect();
                    sound.push(Message::Response(response));
                }
            }
            Message::Request(request) => {
                let mut request = request.clone();
                while let Some(Message::Request(more)) = messages.peek() {
                    request.parts.extend(more.parts.iter().cloned());
                    request.instructions = more.instructions.clone().or(request.instructions);
                    messages.next();
                }
                answer(&mut request, &mut open);
                match sound.last_mut() {
                    _ if request.parts.is_empty() => {}
                    Some(Message::Request(last)) => last.parts.extend(request.parts),
                    _ => sound.push(Message::Request(request)),
                }
            }
        }
    }
    close(&mut sound, &mut open);
    sound
}

/// Arguments become objects; a second call with the same id is left out.
fn repaired_response(response: &ResponseMessage) -> ResponseMessage {
    let mut response = response.clone();
    let mut seen = BTreeSet::new();
    response.parts.retain(|part| match part {
        ResponsePart::ToolCall(call) => seen.insert(call.tool_call_id.clone()),
        _ => true,
    });
    for part in &mut response.parts {
        if let ResponsePart::ToolCall(call) = part
            && !has_object(call)
        {
            call.args = Some(ToolArguments::Text("{}".to_owned()));
        }
    }
    response
}

/// Keeps one result for each open call, in front of the other parts, and adds those that are missing.
fn answer(request: &mut RequestMessage, open: &mut Vec<ToolCallPart>) {
    let (mut results, mut others) = (Vec::new(), Vec::new());
    for part in std::mem::take(&mut request.parts) {
        match answered_id(&part) {
            None => others.push(part),
            Some(id) => {
                if let Some(at) = open.iter().position(|call| call.tool_call_id == id) {
                    open.remove(at);
                    results.push(part);
                }
            }
        }
    }
    results.extend(open.drain(..).map(|call| no_result(&call)));
    results.append(&mut others);
    request.parts = results;
}

/// Answers the calls that are still open when no request follows.
fn close(sound: &mut Vec<Message>, open: &mut Vec<ToolCallPart>) {
    if open.is_empty() {
        return;
    }
    let parts = open.drain(..).map(|call| no_result(&call)).collect();
    sound.push(Message::Request(RequestMessage {
        parts,
        ..RequestMessage::default()
    }));
}

fn no_result(call: &ToolCallPart) -> RequestPart {
    RequestPart::ToolReturn(ToolReturnPart {
        tool_name: call.tool_name.clone(),
        content: NO_RESULT.into(),
        tool_call_id: call.tool_call_id.clone(),
        outcome: ToolOutcome::Interrupted,
        ..ToolReturnPart::default()
    })
}
