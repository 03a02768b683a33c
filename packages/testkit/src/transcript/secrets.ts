/** Fields of requests and answers that let whoever reads them sign in, come in or decrypt. */
export const hiddenFields: readonly string[] = [
  ...[
    'phoneCode',
    'phoneCodeHash',
    'code',
    'codes',
    'password',
    'newSettings',
    'currentPassword',
    'botAuthToken',
    'token',
  ],
  ...['tokens', 'secret', 'srpB', 'A', 'M1', 'encryptedMessage', 'gA', 'gB', 'gAHash', 'authKey', 'futureAuthToken'],
  ...['fileReference', 'hash', 'apiHash'],
]

/** Tokens of bots stand in texts of @BotFather, and secrets of webhooks in parameters. */
export function withoutTokens(text: string): string {
  return text.replace(/\d{4,16}:[\w-]{20,}/g, '<token>').replace(/("secret_token":)"(?:[^"\\]|\\.)*"/g, '$1"<secret>"')
}
