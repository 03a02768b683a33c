// The apps of docs/apps.md: what is tested with the server, by which tests, and what does not work yet.

/**
 * `snippet` is the program in interop/apps that shows how the app is led to a server; the test of that folder runs it.
 * `tests` are the files whose titles say what works, `version` the package whose version is used (or the version itself).
 */
export const apps = [
  {
    name: 'mtcute',
    version: '@mtcute/node',
    layer: '227',
    snippet: 'mtcute.ts',
    address: 'option `defaultDcs`',
    key: '`addPublicKey` on the crypto provider',
    tests: [/^mtcute-/, /^mixed-chat/],
    missing: ['Secret chats: it has no means for them of its own.'],
    notes: ['Its key exchange fails about once in 256 times and is begun again: it drops leading zeros of keys.'],
  },
  {
    name: 'GramJS',
    version: 'telegram',
    layer: '198',
    snippet: 'gramjs.ts',
    address: '`session.setDC`, and a connection class for the port',
    key: '`_serverKeys` of `telegram/crypto/RSA.js`',
    tests: [/^gramjs-/],
    missing: [
      'Secret chats: it has no means for them of its own. Bots: not tried with it yet.',
      'Files: not tried with it yet.',
    ],
    notes: ['It connects to port 80 or 443 whatever it is told, unless it is given a connection class.'],
  },
  {
    name: 'Telethon',
    version: "1.25 of Debian's python3-telethon",
    layer: '144',
    snippet: 'with_telethon.py',
    address: '`session.set_dc`',
    key: '`rsa.add_key(pem, old=False)`',
    tests: [/^telethon-/],
    missing: [
      'Secret chats: it has no means for them of its own. Bots: not tried with it yet.',
      'Files: not tried with it yet.',
    ],
    notes: [],
  },
  {
    name: 'TDLib',
    version: '@prebuilt-tdlib/linux-x64-glibc',
    layer: '229',
    snippet: 'tdlib.ts',
    address: 'a proxy (`addProxy`) in front of the built-in addresses',
    key: 'in the place of the built-in keys, which have the same length',
    tests: [/^tdlib-/, /^secret-chats\/tdlib/],
    missing: [
      'What else is new in layer 229: keyboards, quotes in rich messages, ephemeral messages and drafts are written as it has them, without what is new in them. Messages of welcome, and buttons and documents in rich messages, are not known here, nor the new forms of `ephemeral.sendMessage` and `ephemeral.editMessage`: a request with one of them is refused.',
      'Files outside of secret chats: photos alone were tried with it.',
    ],
    notes: ["Apps that stand on TDLib (Telegram's own for macOS and Windows, and many others) are led here alike."],
  },
  {
    name: '@chappe/client',
    version: 'this repository',
    layer: '228',
    snippet: undefined,
    address: 'option `dcs`',
    key: 'option `serverPublicKey`',
    tests: [
      /^client-(scenario|groups|channels|supergroups|communities|files|bots)/,
      /^secret-chats\//,
      /^browser\//,
      /^mixed-chat/,
    ],
    missing: ['Payments, and opening web apps: that is for an app around it.'],
    notes: [
      'Groups and channels are made and run by calls of the API: it has no methods of its own for them.',
      'In Node and in browsers; its README has the programs: [packages/client](../packages/client/README.md).',
    ],
  },
]
