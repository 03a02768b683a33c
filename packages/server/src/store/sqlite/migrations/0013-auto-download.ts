/** What an account's devices load by themselves. */
export const autoDownload: string = `
ALTER TABLE account_settings ADD COLUMN auto_download BLOB;
`
