"""Which packages a profile needs, by the metadata of its wheels and the markers of this Python."""

import sys
from importlib import metadata
from importlib.machinery import PathFinder

from packaging.markers import default_environment
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

MAX_STEPS = 20_000
MAX_PROBLEMS = 20


def by_name(paths):
    found = {}
    for distribution in metadata.distributions(path=paths):
        name = distribution.metadata["Name"]
        if name:
            found.setdefault(canonicalize_name(name), distribution)
    return found


def requirements_of(distribution, extras):
    environment = default_environment()
    for text in distribution.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate(environment | {"extra": extra}) for extra in extras):
            yield requirement


def resolve(requirements, given, modules, site_packages):
    own_paths = [path for path in sys.path if path != site_packages]
    runtime, wheels = by_name(own_paths), by_name([site_packages])
    problems, versions, extras_seen, runtime_packages = [], {}, {}, set()
    for name in given:
        if name in runtime:
            problems.append(f"`{name}` {runtime[name].version} is part of the runtime and cannot be replaced")
    for module in modules:
        is_own = module in sys.builtin_module_names or module in sys.stdlib_module_names
        if is_own or module in sys.modules or PathFinder.find_spec(module, own_paths) is not None:
            problems.append(f"the wheels bring a module `{module}`, and the runtime has one of that name")
    queue = []
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement as error:
            problems.append(f"`{text}` is no requirement: {str(error).splitlines()[0]}")
            continue
        if requirement.marker is None or requirement.marker.evaluate(default_environment() | {"extra": ""}):
            queue.append((requirement, "the profile"))
    steps = 0
    while queue and len(problems) < MAX_PROBLEMS:
        steps += 1
        if steps > MAX_STEPS:
            problems.append("their dependencies do not end")
            break
        requirement, by = queue.pop(0)
        name = canonicalize_name(requirement.name)
        if requirement.url:
            problems.append(f"{by} needs `{name}` from an address, which is not taken")
            continue
        distribution = runtime.get(name) or wheels.get(name)
        if name in runtime:
            runtime_packages.add(name)
            if not requirement.specifier.contains(distribution.version, prereleases=True):
                problems.append(
                    f"{by} needs `{name}{requirement.specifier}`, and the runtime has {distribution.version}"
                )
        else:
            specifiers = versions.setdefault(name, set())
            specifiers.update(str(specifier) for specifier in requirement.specifier)
            if distribution and name in given and not requirement.specifier.contains(distribution.version, prereleases=True):
                problems.append(
                    f"{by} needs `{name}{requirement.specifier}`, and the given wheel has {distribution.version}"
                )
        # What is in the runtime has its dependencies there; only its extras may need more.
        before = extras_seen.setdefault(name, {""} if name in runtime else set())
        new = ({""} | requirement.extras) - before
        before |= new
        if distribution and new:
            try:
                queue.extend((needed, f"`{name}`") for needed in requirements_of(distribution, new))
            except InvalidRequirement as error:
                problems.append(f"`{name}` has metadata that cannot be read: {str(error).splitlines()[0]}")
    needed = []
    for name, specifiers in sorted(versions.items()):
        text = ",".join(sorted(specifiers))
        distribution = wheels.get(name)
        is_there = distribution is not None and SpecifierSet(text).contains(distribution.version, prereleases=True)
        needed.append({"name": name, "requirement": name + text, "is_there": is_there})
    return {"needed": needed, "problems": problems[:MAX_PROBLEMS], "runtime_packages": sorted(runtime_packages)}


resolve(**context)
