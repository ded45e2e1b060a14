//! Whether a book would lie on a network share, where the locks on which it rests are not safe.
//!
//! What a file lies on is asked of the system; what the answer means is told by functions of texts.

use std::path::Path;

/// The kind of share that `path`, which need not be there yet, lies on; `None` for a disk of this computer, and where the system does
/// not tell.
pub(super) fn share_of(path: &Path) -> Option<String> {
    let folder = path.parent().filter(|one| !one.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let whole = path
        .canonicalize()
        .or_else(|_| folder.canonicalize())
        .ok()?;
    share(&whole)
}

#[cfg(target_os = "linux")]
fn share(whole: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kind = kind_of_mount(&mounts, whole.to_str()?)?;
    is_share(&kind).then_some(kind)
}

#[cfg(windows)]
fn share(whole: &Path) -> Option<String> {
    is_unc(whole.to_str()?).then(|| "a shared folder of Windows".to_owned())
}

#[cfg(all(unix, not(target_os = "linux")))]
fn share(whole: &Path) -> Option<String> {
    #[cfg(any(target_os = "macos", target_os = "freebsd"))]
    {
        let kind = nix::sys::statfs::statfs(whole).ok()?;
        let kind = kind.filesystem_type_name().to_owned();
        return is_share(&kind).then_some(kind);
    }
    #[cfg(not(any(target_os = "macos", target_os = "freebsd")))]
    {
        let _ = whole;
        None
    }
}

/// Whether a file system of this name is reached over a network, or shared with the computer outside in a way that knows no locks.
#[cfg_attr(windows, allow(dead_code))]
fn is_share(kind: &str) -> bool {
    const SHARES: [&str; 32] = [
        "9p",
        "acfs",
        "afpfs",
        "afs",
        "autofs",
        "beegfs",
        "ceph",
        "cifs",
        "coda",
        "davfs",
        "fuse.ceph",
        "fuse.davfs2",
        "fuse.gcsfuse",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "macfuse.sshfs",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
        "webdav",
    ];
    SHARES.contains(&kind.to_ascii_lowercase().as_str())
}

/// Whether a whole path of Windows leads to another computer (`\\?\UNC\server\…`, `\\server\…`).
#[cfg_attr(not(windows), allow(dead_code))]
fn is_unc(whole: &str) -> bool {
    match whole.strip_prefix(r"\\?\") {
        Some(rest) => rest
            .get(..4)
            .is_some_and(|start| start.eq_ignore_ascii_case(r"UNC\")),
        None => whole.starts_with(r"\\") && !whole.starts_with(r"\\.\"),
    }
}

/// The name of the file system that a whole path lies on, from the text of `/proc/self/mountinfo` (proc(5)): of the mounts that lead to
/// it the innermost, and of several in one place the last, which covers the others.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn kind_of_mount(mounts: &str, whole: &str) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((before, after)) = line.split_once(" - ") else {
            continue;
        };
        let (Some(place), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else {
            continue;
        };
        let place = unescaped(place);
        let stem = place.trim_end_matches('/');
        let leads = whole
            .strip_prefix(stem)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if leads && best.is_none_or(|(length, _)| stem.len() >= length) {
            best = Some((stem.len(), kind));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

/// Blank, tab, line feed and backslash stand as `\040` and the like.
fn unescaped(place: &str) -> String {
    let codes = [
        ("\\040", " "),
        ("\\011", "\t"),
        ("\\012", "\n"),
        ("\\134", "\\"),
    ];
    let mut text = place.to_owned();
    for (code, meant) in codes {
        text = text.replace(code, meant);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:40 / /home/team\\040files rw shared:5 - nfs4 server:/team rw
31 22 0:41 / /home/team rw - cifs //server/team rw
32 30 0:42 / /home/team\\040files/own rw - xfs /dev/vdb rw
33 22 0:43 / /covered rw - ext4 /dev/vdc rw
34 33 0:44 / /covered rw - fuse.sshfs a@b:/ rw
";

    #[test]
    fn the_innermost_mount_counts_and_names_end_at_a_slash() {
        let kind = |path: &str| kind_of_mount(MOUNTS, path).unwrap_or_default();
        assert_eq!(kind("/home/me/case"), "ext4");
        assert_eq!(kind("/home/team/case"), "cifs");
        assert_eq!(kind("/home/teams/case"), "ext4");
        assert_eq!(kind("/home/team files/case"), "nfs4");
        assert_eq!(kind("/home/team files/own/case"), "xfs");
        assert_eq!(kind("/covered/case"), "fuse.sshfs");
        assert_eq!(kind("/"), "ext4");
        assert_eq!(kind_of_mount("nothing that is known", "/a"), None);
    }

    #[test]
    fn shares_are_told_from_disks() {
        for kind in [
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "9p",
            "afs",
            "fuse.sshfs",
            "NFS",
        ] {
            assert!(is_share(kind), "{kind}");
        }
        for kind in [
            "ext4", "btrfs", "xfs", "apfs", "hfs", "tmpfs", "overlay", "fuseblk", "zfs", "ntfs3",
        ] {
            assert!(!is_share(kind), "{kind}");
        }
    }

    #[test]
    fn paths_of_windows_that_lead_away_are_known() {
        for path in [
            r"\\?\UNC\server\team\case",
            r"\\?\unc\server\team",
            r"\\server\team",
        ] {
            assert!(is_unc(path), "{path}");
        }
        for path in [
            r"\\?\C:\cases",
            r"C:\cases",
            r"\\.\pipe\x",
            r"\\?\Volume{1}\x",
        ] {
            assert!(!is_unc(path), "{path}");
        }
    }

    #[test]
    fn a_folder_of_this_computer_is_no_share() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(share_of(&folder.path().join("meetings.book")), None);
    }
}
