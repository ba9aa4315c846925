// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Self-signed certificates for localhost, made by `make-certificates` with OpenSSL; their keys are public.
struct TestCertificates {
    let certificate: String
    let privateKey: String

    static let first = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBkjCCATmgAwIBAgIUfGQUD4aqi3XJ/Bv3hcF2/Zf3Fz4wCgYIKoZIzj0EAwIw
            EDEOMAwGA1UEAwwFZmlyc3QwIBcNMjYxMTI2MjMzMjExWhgPMjEyNjExMDIyMzMy
            MTFaMBAxDjAMBgNVBAMMBWZpcnN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
            1Z3/ne116nQMMJ93rSA9QRuiORQFV5IDXttcukF2Hbmi4wiq+hIH/Vy48nJs+cyN
            dyhipQWW5OrfCDUALR0Le6NvMG0wHQYDVR0OBBYEFDt1UOchz+NganuLu5G3hpZy
            qM29MB8GA1UdIwQYMBaAFDt1UOchz+NganuLu5G3hpZyqM29MA8GA1UdEwEB/wQF
            MAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0cA
            MEQCIDqKaZ7N2jfiPx2hfh4R8swowLgeJe8EoQIEsQKCedAnAiB5CKxtPHlqfiEj
            JXzq9I6lkVInqdTaoDrpiQF/sSbCfg==
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBWMh8HMYztNDmx9m
            xzpn/S0nID+juuOvHS8xz8gZjwmhRANCAATVnf+d7XXqdAwwn3etID1BG6I5FAVX
            kgNe21y6QXYduaLjCKr6Egf9XLjycmz5zI13KGKlBZbk6t8INQAtHQt7
            -----END PRIVATE KEY-----

            """)
    static let second = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBlTCCATugAwIBAgIUexj7neMP40LdpPlupFr6JpQ8Z08wCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGc2Vjb25kMCAXDTI2MTEyNjIzMzIxMVoYDzIxMjYxMTAyMjMz
            MjExWjARMQ8wDQYDVQQDDAZzZWNvbmQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
            AAR4QwFJZQ95SKPUcWhMkREm/s2UO3/4TWW8rDxxyqBGwgZmQ119VZ85VfVTwpmz
            zyNpOCopmX5w17R5mpRutwbmo28wbTAdBgNVHQ4EFgQUVX/B8rtBL1Odu+fWRYQv
            Umup5ZkwHwYDVR0jBBgwFoAUVX/B8rtBL1Odu+fWRYQvUmup5ZkwDwYDVR0TAQH/
            BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwID
            SAAwRQIhALRq1LFe5sYFPoOAG76xl5Eb9SaPNTsRjajhHL8nJ/gGAiBHUJXoeMpB
            U8a1NmVG4dJVBcj2jueJ7+oKFZbRKF53MA==
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIdI3YoywxDTMV1fB
            Mb3p204O84Rdu76ueRIDW5iSCcWhRANCAAR4QwFJZQ95SKPUcWhMkREm/s2UO3/4
            TWW8rDxxyqBGwgZmQ119VZ85VfVTwpmzzyNpOCopmX5w17R5mpRutwbm
            -----END PRIVATE KEY-----

            """)
}
