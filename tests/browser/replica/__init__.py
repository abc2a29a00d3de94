"""The real replica in schedules: what runs in pages (`*.ts`), and what drives it and judges it."""
