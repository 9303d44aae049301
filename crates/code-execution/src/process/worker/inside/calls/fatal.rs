//! System calls that no worker ever needs: one of them is a sign of an attack, and ends the process by `SIGSYS`.

/// Calls that are fatal for one reason.
#[derive(Clone, Copy, Debug)]
pub(super) struct FatalCalls {
    #[cfg_attr(not(test), expect(dead_code, reason = "for the page"))]
    pub(super) reason: &'static str,
    /// Names and numbers; no number on architectures that do not have the call.
    pub(super) calls: &'static [(&'static str, Option<i64>)],
}

macro_rules! calls {
    ($($(#[$condition:ident])? $name:ident => $number:ident,)*) => {
        &[$((stringify!($name), calls!(@number $(#[$condition])? $number)),)*]
    };
    (@number #[x86_64] $number:ident) => {{
        #[cfg(target_arch = "x86_64")]
        let number = Some(libc::$number);
        #[cfg(not(target_arch = "x86_64"))]
        let number = None;
        number
    }};
    (@number $number:ident) => {
        Some(libc::$number)
    };
}

/// The fatal calls, in the order of their page.
pub(super) const FATAL: &[FatalCalls] = &[
    FatalCalls {
        reason: "starts a program or a process",
        calls: calls! {
            execve => SYS_execve,
            execveat => SYS_execveat,
            #[x86_64] fork => SYS_fork,
            #[x86_64] vfork => SYS_vfork,
        },
    },
    FatalCalls {
        reason: "reaches into other processes",
        calls: calls! {
            ptrace => SYS_ptrace,
            process_vm_readv => SYS_process_vm_readv,
            process_vm_writev => SYS_process_vm_writev,
            process_madvise => SYS_process_madvise,
            kcmp => SYS_kcmp,
            pidfd_open => SYS_pidfd_open,
            pidfd_getfd => SYS_pidfd_getfd,
            pidfd_send_signal => SYS_pidfd_send_signal,
            kill => SYS_kill,
            rt_sigqueueinfo => SYS_rt_sigqueueinfo,
            rt_tgsigqueueinfo => SYS_rt_tgsigqueueinfo,
        },
    },
    FatalCalls {
        reason: "makes or uses a socket beside the channel",
        calls: calls! {
            socket => SYS_socket,
            connect => SYS_connect,
            bind => SYS_bind,
            listen => SYS_listen,
            accept => SYS_accept,
            accept4 => SYS_accept4,
        },
    },
    FatalCalls {
        reason: "changes namespaces, mounts or the root folder",
        calls: calls! {
            unshare => SYS_unshare,
            setns => SYS_setns,
            mount => SYS_mount,
            umount2 => SYS_umount2,
            pivot_root => SYS_pivot_root,
            chroot => SYS_chroot,
            fsopen => SYS_fsopen,
            fsconfig => SYS_fsconfig,
            fsmount => SYS_fsmount,
            fspick => SYS_fspick,
            move_mount => SYS_move_mount,
            open_tree => SYS_open_tree,
            mount_setattr => SYS_mount_setattr,
            open_by_handle_at => SYS_open_by_handle_at,
            name_to_handle_at => SYS_name_to_handle_at,
            mknodat => SYS_mknodat,
        },
    },
    FatalCalls {
        reason: "changes whom the process runs as",
        calls: calls! {
            setuid => SYS_setuid,
            setgid => SYS_setgid,
            setreuid => SYS_setreuid,
            setregid => SYS_setregid,
            setresuid => SYS_setresuid,
            setresgid => SYS_setresgid,
            setfsuid => SYS_setfsuid,
            setfsgid => SYS_setfsgid,
            setgroups => SYS_setgroups,
            capset => SYS_capset,
            personality => SYS_personality,
        },
    },
    FatalCalls {
        reason: "opens a large part of the kernel to attack",
        calls: calls! {
            bpf => SYS_bpf,
            perf_event_open => SYS_perf_event_open,
            io_uring_setup => SYS_io_uring_setup,
            io_uring_enter => SYS_io_uring_enter,
            io_uring_register => SYS_io_uring_register,
            userfaultfd => SYS_userfaultfd,
            keyctl => SYS_keyctl,
            add_key => SYS_add_key,
            request_key => SYS_request_key,
            #[x86_64] modify_ldt => SYS_modify_ldt,
        },
    },
    FatalCalls {
        reason: "administers the machine",
        calls: calls! {
            init_module => SYS_init_module,
            finit_module => SYS_finit_module,
            delete_module => SYS_delete_module,
            kexec_load => SYS_kexec_load,
            kexec_file_load => SYS_kexec_file_load,
            reboot => SYS_reboot,
            swapon => SYS_swapon,
            swapoff => SYS_swapoff,
            acct => SYS_acct,
            quotactl => SYS_quotactl,
            syslog => SYS_syslog,
            settimeofday => SYS_settimeofday,
            clock_settime => SYS_clock_settime,
            adjtimex => SYS_adjtimex,
            clock_adjtime => SYS_clock_adjtime,
            sethostname => SYS_sethostname,
            setdomainname => SYS_setdomainname,
            #[x86_64] iopl => SYS_iopl,
            #[x86_64] ioperm => SYS_ioperm,
        },
    },
];
