/**
 * A certificate for 127.0.0.1 that nobody but its own key has signed, as bots behind webhooks of their own show it, until 2120. The key is
 * public, and guards nothing.
 */
export const ownCertificate = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgSc8/iclWNqvvE88h
hmjnmLD0Idqqlxrt4dplXPrjmIShRANCAAT0Ok/1E++8LPK/3ap4Im499EFWRFfG
7qSbUPYItd3jBb3X7tAmE2B4pN6s/uufKz/ZH8M4tjTNG5LCfVNg2dPM
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBXTCCAQKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABPQ6T/UT77ws8r/d
qngibj30QVZEV8bupJtQ9gi13eMFvdfu0CYTYHik3qz+658rP9kfwzi2NM0bksJ9
U2DZ08yjQzBBMA8GA1UdEQQIMAaHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNV
HQ4EFgQU+ZI861/nI4z+fH96/leDdaFnKKYwCgYIKoZIzj0EAwIDSQAwRgIhAOWF
Gaks/0ZU1N1wBQ0lqZ9fYId+SjUj8VCCbd8cMABuAiEA1j6QQ5dXtTmvsgxX0Ccu
SmVRb8ti9ZfgOUSGdtRKJFk=
-----END CERTIFICATE-----`,
} as const
