/** Which data centre the client of a key meant, as p_q_inner_data_dc names it: 10000 more for test, negative for media. */
export const dataCentres = `
ALTER TABLE auth_keys ADD COLUMN dc INTEGER;
`
