-- the text that full-text search reads, as in the index of vedana_0003
left(({{readable}}) ->> 'content', 100000)
