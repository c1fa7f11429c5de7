//! A line between two processes of this program: messages with bounds, and descriptors that come with them.
//!
//! Owns how a message is sent and received (`SOCK_SEQPACKET`, `SCM_RIGHTS`). What the messages mean is not known here.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recv, recvmsg, sendmsg, socketpair,
};

/// A message has at most this many bytes.
pub const MAX_MESSAGE_LEN: usize = 64 * 1024;
/// Descriptors that come with a message.
pub(super) const MAX_DESCRIPTORS: usize = 4;

/// One end of a line. The other end reads an empty message when this one is closed.
#[derive(Debug)]
pub struct Line(OwnedFd);

/// What came over a line; no bytes mean that the other end is closed.
#[derive(Debug, Default)]
pub struct Message {
    /// At most [`MAX_MESSAGE_LEN`].
    pub bytes: Vec<u8>,
    /// At most four.
    pub descriptors: Vec<OwnedFd>,
}

impl Line {
    /// Both ends of a new line.
    pub fn pair() -> io::Result<(Self, Self)> {
        let (one, other) = socketpair(
            AddressFamily::UNIX,
            SocketType::SEQPACKET,
            SocketFlags::CLOEXEC,
            None,
        )?;
        Ok((Self(one), Self(other)))
    }

    /// Sends a message; waits while the other end does not read.
    pub fn send(&self, bytes: &[u8], descriptors: &[BorrowedFd<'_>]) -> io::Result<()> {
        self.send_with(bytes, descriptors, SendFlags::NOSIGNAL)
    }

    /// Sends a message; [`io::ErrorKind::WouldBlock`] if the other end does not read.
    pub fn try_send(&self, bytes: &[u8]) -> io::Result<()> {
        self.send_with(bytes, &[], SendFlags::NOSIGNAL | SendFlags::DONTWAIT)
    }

    fn send_with(&self, bytes: &[u8], descriptors: &[BorrowedFd<'_>], flags: SendFlags) -> io::Result<()> {
        let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_DESCRIPTORS))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !descriptors.is_empty() && !control.push(SendAncillaryMessage::ScmRights(descriptors)) {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        sendmsg(&self.0, &[io::IoSlice::new(bytes)], &mut control, flags)?;
        Ok(())
    }

    /// Waits for a message.
    pub fn receive(&self) -> io::Result<Message> {
        loop {
            match self.receive_with(RecvFlags::CMSG_CLOEXEC) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                received => return received,
            }
        }
    }

    /// A message that is there; [`io::ErrorKind::WouldBlock`] if there is none.
    pub fn try_receive(&self) -> io::Result<Message> {
        self.receive_with(RecvFlags::CMSG_CLOEXEC | RecvFlags::DONTWAIT)
    }

    fn receive_with(&self, flags: RecvFlags) -> io::Result<Message> {
        // How long the next one is: several hundred calls a second find none, and most messages are short.
        let (_, length) = recv(&self.0, &mut [0; 0], flags | RecvFlags::PEEK | RecvFlags::TRUNC)?;
        let mut bytes = vec![0; length.min(MAX_MESSAGE_LEN)];
        let mut space = [std::mem::MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_DESCRIPTORS))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let received = recvmsg(
            &self.0,
            &mut [io::IoSliceMut::new(&mut bytes)],
            &mut control,
            flags,
        )?;
        bytes.truncate(received.bytes);
        let mut descriptors = Vec::new();
        for message in control.drain() {
            if let RecvAncillaryMessage::ScmRights(all) = message {
                descriptors.extend(all);
            }
        }
        Ok(Message { bytes, descriptors })
    }

    /// Waits until there is a message or the other end is closed, but at most so long; whether there is one.
    pub fn wait(&self, patience: Duration) -> bool {
        wait_for_input(&self.0, patience)
    }
}

/// Waits until a descriptor can be read or its other end is closed, but at most so long; whether it is so.
pub(super) fn wait_for_input(descriptor: &impl AsFd, patience: Duration) -> bool {
    let patience = Timespec {
        tv_sec: patience.as_secs().cast_signed(),
        tv_nsec: patience.subsec_nanos().into(),
    };
    let mut waiting = [PollFd::new(descriptor, PollFlags::IN)];
    loop {
        match poll(&mut waiting, Some(&patience)) {
            // A signal is no message; signals are too few to make this last.
            Err(rustix::io::Errno::INTR) => {}
            ready => return ready.is_ok_and(|ready| ready > 0),
        }
    }
}

impl AsFd for Line {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl From<OwnedFd> for Line {
    fn from(descriptor: OwnedFd) -> Self {
        Self(descriptor)
    }
}

impl From<Line> for OwnedFd {
    fn from(line: Line) -> Self {
        line.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_arrives_with_its_descriptor_and_an_end_is_noticed() {
        let (one, other) = Line::pair().unwrap();
        assert_eq!(other.try_receive().unwrap_err().kind(), io::ErrorKind::WouldBlock);
        let (ours, theirs) = Line::pair().unwrap();
        one.send(b"question", &[theirs.as_fd()]).unwrap();
        drop(theirs);
        assert!(other.wait(Duration::from_secs(1)));
        let message = other.receive().unwrap();
        assert_eq!(message.bytes, b"question");
        let answering = Line::from(message.descriptors.into_iter().next().unwrap());
        answering.send(b"answer", &[]).unwrap();
        assert_eq!(ours.receive().unwrap().bytes, b"answer");
        drop(answering);
        assert!(ours.receive().unwrap().bytes.is_empty());
        assert!(ours.try_send(b"lost").is_err());
    }
}
