"""What a real reader finds in a workbook, as JSON: read_workbook.py FILE"""
import datetime
import json
import sys

import openpyxl


def value(cell):
    if isinstance(cell.value, (datetime.datetime, datetime.date)):
        return ["day", cell.value.date().isoformat() if isinstance(cell.value, datetime.datetime) else str(cell.value)]
    return [cell.data_type, cell.value]


book = openpyxl.load_workbook(sys.argv[1])
json.dump([{"name": sheet.title, "rows": [[value(cell) for cell in row] for row in sheet.iter_rows()]} for sheet in book],
          sys.stdout)
