//! The sockets that may be connected to, each by its path.
//!
//! Owns the list's entries, and how an address of the other process is read. The address was copied before it is looked at, and
//! the connection is made with the copy: nothing can be changed in between.

use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, fcntl_setfl};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};
use rustix::process::umask;

/// `struct sockaddr_un` has so many bytes, the first two of which are its family.
pub(super) const MAX_ADDRESS_LEN: usize = 110;
const FAMILY: usize = 2;

/// A socket of another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedSocket {
    /// Where it is, as it is asked for.
    pub path: PathBuf,
    /// Its client waits for what it reads, as the standard library does; those of the sound servers do not.
    pub waits: bool,
}

/// A connection to what the address names; else the number of an error.
pub(super) fn open(sockets: &[AllowedSocket], address: &[u8]) -> Result<OwnedFd, i32> {
    let path = path(address)?;
    let allowed = sockets.iter().find(|allowed| allowed.path == path);
    let allowed = allowed.ok_or(libc::EACCES)?;
    let told = |error: rustix::io::Errno| error.raw_os_error();
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None).map_err(told)?;
    // It does not wait: a server with a full queue must not hold up everything else.
    let address = SocketAddrUnix::new(&allowed.path).map_err(told)?;
    connect(&socket, &address).map_err(told)?;
    if allowed.waits {
        fcntl_setfl(&socket, OFlags::empty()).map_err(told)?;
    }
    Ok(socket)
}

/// A socket at a path where this user's programs may come; else the number of an error. The other process listens at it.
pub(super) fn bind(places: &[PathBuf], address: &[u8]) -> Result<OwnedFd, i32> {
    let path = path(address)?;
    let place = places.iter().find(|place| *place == path).ok_or(libc::EACCES)?;
    let told = |error: rustix::io::Errno| error.raw_os_error();
    let socket = socket_with(
        AddressFamily::UNIX,
        SocketType::STREAM,
        SocketFlags::CLOEXEC,
        None,
    )
    .map_err(told)?;
    let address = SocketAddrUnix::new(place).map_err(told)?;
    // For this user alone.
    let before = umask(Mode::from_raw_mode(0o177));
    let bound = rustix::net::bind(&socket, &address).map_err(told);
    umask(before);
    bound.map(|()| socket)
}

/// The path in an address; abstract names and other families have none.
fn path(address: &[u8]) -> Result<&Path, i32> {
    let (family, name) = address.split_at_checked(FAMILY).ok_or(libc::EINVAL)?;
    let unix = libc::sa_family_t::try_from(libc::AF_UNIX).unwrap_or_default();
    if family != unix.to_ne_bytes() {
        return Err(libc::EAFNOSUPPORT);
    }
    let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
    if end == 0 {
        return Err(libc::EACCES);
    }
    Ok(Path::new(std::ffi::OsStr::from_bytes(&name[..end])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_path_or_nothing() {
        assert_eq!(path(b"\x01\0/run/x\0rest"), Ok(Path::new("/run/x")));
        assert_eq!(path(b"\x01\0/run/x"), Ok(Path::new("/run/x")));
        assert_eq!(path(b"\x01\0\0abstract"), Err(libc::EACCES));
        assert_eq!(path(b"\x01\0"), Err(libc::EACCES));
        assert_eq!(path(b"\x02\0\0\x50"), Err(libc::EAFNOSUPPORT));
        assert_eq!(path(b"\x01"), Err(libc::EINVAL));
    }

    #[test]
    fn others_are_waited_for_where_that_is_listed_and_as_this_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("control");
        let address = |path: &Path| [b"\x01\0", path.as_os_str().as_bytes()].concat();
        let places = [place.clone()];
        assert!(bind(&places, &address(&place)).is_ok());
        assert_eq!(place.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        for other in [
            address(&folder.path().join("other")),
            b"\x01\0\0abstract".to_vec(),
        ] {
            assert_eq!(bind(&places, &other).unwrap_err(), libc::EACCES);
        }
    }

    #[test]
    fn only_what_is_listed_is_opened_and_by_no_other_spelling() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("server");
        let _server = std::os::unix::net::UnixListener::bind(&at).unwrap();
        let sockets = [AllowedSocket {
            path: at.clone(),
            waits: true,
        }];
        let address = |path: &Path| [b"\x01\0", path.as_os_str().as_bytes()].concat();
        assert!(open(&sockets, &address(&at)).is_ok());
        let other = folder.path().join("x/../server");
        assert_eq!(open(&sockets, &address(&other)).unwrap_err(), libc::EACCES);
        assert_eq!(open(&[], &address(&at)).unwrap_err(), libc::EACCES);
    }
}
