"""编号: whose series a number is taken from, for the acts that take one."""

from django.utils.timezone import localdate

from catalogues import register
from workflows.models import AdmissionRequest, NumberSeries


def next_request(request: AdmissionRequest) -> str:
    """申请编号: 210321-2026-00001, without gaps, by county and year."""
    running = NumberSeries.next(f"request-{request.county_id}-{localdate():%Y}")
    return f"{request.county_id[:6]}-{localdate():%Y}-{running:05d}"


def next_admission(request: AdmissionRequest) -> str:
    """准入编号: 准〔2026〕210321-0001号."""
    return register.admission_number(request.county, localdate().year, NumberSeries.next(admission_series(request)))


def admission_series(request: AdmissionRequest) -> str:
    """The series of the admissions of the county and year: who takes from it, waits for whoever took before."""
    return f"admission-{request.county_id}-{localdate():%Y}"
