# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
#
# The targets without Foundation as Embedded Swift for WebAssembly: sourced, at the repository's root, by what links with them.

triple=wasm32-unknown-none-wasm
swift_bin=$(dirname "$(readlink -f "$(command -v swiftc)")")
PATH=$swift_bin:$PATH
embedded_modules=(Hashing SecretMemory ModularArithmetic Paillier EncryptedRegression)

# The same upcoming features as the ordinary build.
features=()
while read -r feature; do features+=(-enable-upcoming-feature "$feature"); done < <(
    sed -nE 's/.*enableUpcomingFeature\("(\w+)"\).*/\1/p' Package.swift)
[ ${#features[@]} -gt 0 ] || { echo "no upcoming features found in Package.swift" >&2; exit 1; }

# compile_c SOURCE OUTPUT [flags]
compile_c() {
    clang --target=$triple -O3 -mbulk-memory -ffreestanding -fno-builtin -nostdlib -Wall -Wextra -Werror \
        -ISources/CPaillierKernels/include -c "$1" -o "$2" "${@:3}"
}

# compile MODULE FOLDER OUTPUT [flags]: what it imports is in $out.
compile() {
    local module=$1 sources=() source
    while IFS= read -r source; do sources+=("$source"); done < <(find "$2" -name '*.swift' | sort)
    swiftc -target $triple -enable-experimental-feature Embedded -wmo -O -swift-version 6 -strict-memory-safety \
        -warnings-as-errors -package-name blindscore -parse-as-library "${features[@]}" \
        -Xfrontend -disable-stack-protector -Xcc -fmodule-map-file="$out/module.modulemap" -I "$out" \
        -module-name "$module" -emit-module -emit-module-path "$3/$module.swiftmodule" -c "${sources[@]}" \
        -o "$3/$module.o" "${@:4}"
    echo "$module: ${#sources[@]} files"
}

# build_library: all objects into $out, which is emptied first; those of the kernel twice, into $out/plain and, with vectors of
# 128 bits, into $out/simd.
build_library() {
    local source module
    rm -rf "$out"
    mkdir -p "$out/plain" "$out/simd"
    while IFS= read -r source; do compile_c "$source" "$out/$(basename "$source" .c).o"; done < <(
        find Sources/CPaillierKernels -name '*.c' -not -name cpk_wasm.c | sort)
    compile_c Sources/CPaillierKernels/Lanes/cpk_wasm.c "$out/plain/cpk_wasm.o"
    compile_c Sources/CPaillierKernels/Lanes/cpk_wasm.c "$out/simd/cpk_wasm.o" -msimd128
    compile_c Tests/Embedded/support.c "$out/support.o"
    cat >"$out/module.modulemap" <<EOF
module CPaillierKernels { header "$PWD/Sources/CPaillierKernels/include/CPaillierKernels.h" export * }
EOF
    for module in "${embedded_modules[@]}"; do compile "$module" "Sources/$module" "$out"; done
}

# link OUTPUT OBJECTS: a program of these, the kernel's among them, and the library; what it exposes can be called.
link() {
    wasm-ld --no-entry --gc-sections -z stack-size=131072 --stack-first "$out"/*.o "${@:2}" -o "$1"
}
