//! With analysis off: what a guest can see of the host.

use ringfence_code_execution::{
    analysis::{Policy, Preset},
    sandbox::Sandbox,
};

use crate::support::{self, executor};

async fn printed(code: &str) -> String {
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap();
    let result = executor.execute(code).await.unwrap();
    assert!(
        result.success,
        "{code}: {:?}\n{:?}",
        result.error_message, result.traceback
    );
    result.stdout
}

#[tokio::test]
async fn no_environment_arguments_or_processes() {
    assert_eq!(printed("import os\nprint(dict(os.environ))").await, "{}\n");
    assert_eq!(
        printed(
            "import os\nprint(hasattr(os, 'fork'), hasattr(os, 'system'), hasattr(os, 'execv'))"
        )
        .await,
        "False False False\n"
    );
    let spawn = "import subprocess\ntry:\n    subprocess.run(['true'])\nexcept Exception as error:\n    print(type(error).__name__)";
    assert_eq!(printed(spawn).await, "OSError\n");
}

#[tokio::test]
async fn no_files_of_the_host() {
    let list = "import os\nprint(sorted(os.listdir('/')), os.getcwd(), sorted(os.listdir('/usr/local/lib')))";
    assert_eq!(
        printed(list).await,
        "['tmp', 'usr', 'work'] /work ['python315.zip']\n"
    );
    let read = "for path in ('/etc/passwd', '/proc/self/environ', '/work/../../etc/passwd', '/dev/null', '../../../root'):\n    try:\n        open(path)\n        print(path)\n    except OSError as error:\n        print(error.errno)";
    assert_eq!(printed(read).await, "44\n".repeat(5));
    let link = "import os\nos.symlink('/etc/passwd', 'link')\ntry:\n    open('link')\nexcept OSError as error:\n    print(error.errno)";
    assert_eq!(printed(link).await, "44\n");
    let write = "try:\n    open('/usr/local/lib/python315.zip', 'r+b').write(b'x')\nexcept OSError as error:\n    print(error.strerror)";
    assert_eq!(printed(write).await, "Read-only file system\n");
}

#[tokio::test]
async fn no_network() {
    let connect = "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), 1)\n    print('connected')\nexcept Exception as error:\n    print('refused')";
    assert_eq!(printed(connect).await, "refused\n");
}

#[tokio::test]
async fn descriptors_are_the_guests_own() {
    let flood = "import os\nopened = 0\ntry:\n    while True:\n        os.open('f', os.O_CREAT | os.O_RDWR)\n        opened += 1\nexcept OSError as error:\n    print(opened, error.errno)";
    assert_eq!(printed(flood).await, "251 33\n");
    let closed = "import os\nfor number in range(300):\n    try:\n        os.close(number)\n    except OSError:\n        pass\n";
    let executor = executor()
        .policy(Policy::preset(Preset::None))
        .build()
        .unwrap();
    let _ended = executor.execute(closed).await.unwrap();
    assert_eq!(printed("print('alive')").await, "alive\n");
}

#[tokio::test]
async fn a_guest_that_lies_to_the_host_harms_its_own_result_alone() {
    for code in [
        "import _host\n_host.call(b'{\"op\":\"report\"}\\n{\"outcome\":\"completed\"}')\nwhile True: pass",
        "import _host\nfor _ in range(20000):\n    try:\n        _host.call(b'x')\n    except OSError:\n        pass",
        "import _host\n_host.call(b'{\"op\":\"artifact\",\"name\":\"../../etc/passwd\",\"media_type\":\"text/plain\"}\\nx')",
        "import _host\n_host.call(b'{\"op\":\"report\"}\\n' + b'[' * 5000000)",
        "import sys\nsys.modules['_ringfence'].__dict__.clear()",
        "import sys, os\nsys.modules['_ringfence']._report = lambda report: os._exit(0)",
    ] {
        let mut limits = ringfence_code_execution::sandbox::Limits::default();
        limits.timeout_seconds = 2.0;
        let executor = executor()
            .policy(Policy::preset(Preset::None))
            .limits(limits)
            .build()
            .unwrap();
        let result = executor.execute(code).await.unwrap();
        assert!(result.artifacts.is_empty(), "{code}");
        assert_eq!(printed("print('alive')").await, "alive\n", "after {code}");
    }
}

/// Guests of this process have WebAssembly around them and nothing else, and their results say so.
#[tokio::test]
async fn in_process_there_is_one_wall() {
    let executor = executor().build().unwrap();
    let result = executor.execute("1").await.unwrap();
    assert_eq!(
        result.sandbox_metadata["walls"],
        serde_json::json!(["wasm"])
    );
    assert_eq!(support::sandbox().capabilities().walls, ["wasm"]);
    assert_eq!(support::sandbox().walls_report(), None);
}
